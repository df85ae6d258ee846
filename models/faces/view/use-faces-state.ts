/** The view's state: quick to change while a slider moves, and in the address when it rests. */

import type { Move } from "kilnjs/page";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type FacesState, readState, writeState } from "./state.js";

/** Browsers refuse more than a hundred addresses in half a minute: a moving slider writes one when it rests. */
const REST = 300;

/** Changes a part of the state, or what follows from the state that there is by then; always the same function. */
export type ChangeFaces = (some: Partial<FacesState> | ((now: FacesState) => Partial<FacesState>), move: Move) => void;

/**
 * @param size of the version's latent vectors; 0 while no version is open, when only what needs none is read.
 * @returns the state, and what changes it: `push` for a step that "back" should undo.
 */
export function useFacesState(
  query: URLSearchParams,
  size: number,
  setQuery: (next: URLSearchParams, move: Move) => void,
): readonly [FacesState, ChangeFaces] {
  const text = query.toString();
  const written = useRef(text);
  const [edited, setEdited] = useState<FacesState | null>(null);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const read = useMemo(() => readState(new URLSearchParams(text), size), [text, size]);
  // "Back", or a link to another state of this view: what was edited here is of no account any more.
  if (text !== written.current) {
    written.current = text;
    if (edited !== null) setEdited(null);
  }
  const state = edited ?? read;
  const latest = useRef(state);
  latest.current = state;
  const change = useCallback(
    (some: Parameters<ChangeFaces>[0], move: Move) => {
      const write = (how: Move): void => {
        waiting.current = undefined;
        const to = writeState(latest.current, new URLSearchParams(written.current));
        if (to.toString() === written.current) return;
        written.current = to.toString();
        setQuery(to, how);
      };
      clearTimeout(waiting.current);
      // "Back" from a step leads to what was there before it, a slider that has only just been let go included.
      if (move === "push" && waiting.current !== undefined) write("replace");
      const next = { ...latest.current, ...(typeof some === "function" ? some(latest.current) : some) };
      latest.current = next;
      setEdited(next);
      if (move === "push") write("push");
      else waiting.current = setTimeout(() => write("replace"), REST);
    },
    [setQuery],
  );
  useEffect(() => () => clearTimeout(waiting.current), []);
  return [state, change];
}
