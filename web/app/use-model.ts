/** The model of a view: opened when the view is entered, closed – and its memory given back – when it is left. */

import { useCallback, useEffect, useState } from "preact/hooks";
import { messageOf } from "../../core/errors.js";
import type { Site } from "../../core/site.js";
import { openModel } from "../inference/open-model.js";
import { type Backend, backends, type LoadProgress, type OpenModel } from "../inference/types.js";
import { installOffline } from "./offline.js";

/** Bytes come in many small parts, and each word of them draws the view anew: at least so many milliseconds lie between. */
const PROGRESS_MS = 100;

/** How far it is. */
export type ModelState =
  | { readonly kind: "opening"; readonly progress: LoadProgress | null }
  | { readonly kind: "open"; readonly model: OpenModel }
  | { readonly kind: "failed"; readonly reason: string };

/** How it is to be opened; a page has both in its address (`on=wasm`, `files=exact`). */
export interface Wish {
  readonly prefer?: Backend;
  /** True: `model.onnx` even where a smaller variant was published. */
  readonly exact: boolean;
}

/** What the address asks for. */
export function wishOf(query: URLSearchParams): Wish {
  const prefer = backends.find((one) => one === query.get("on"));
  return { ...(prefer === undefined ? {} : { prefer }), exact: query.get("files") === "exact" };
}

/**
 * Keeps a model of the site open while the caller is on the screen.
 *
 * @param graphs to load at once; all of them, when left out.
 * @returns the state, and what opens it anew.
 */
export function useModel(
  site: Site,
  name: string,
  { prefer, exact }: Wish,
  graphs?: readonly string[],
): readonly [ModelState, () => void] {
  const eager = graphs?.join();
  const [state, setState] = useState<ModelState>({ kind: "opening", progress: null });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const leaving = new AbortController();
    let opened: OpenModel | undefined;
    let shown: { phase?: LoadProgress["phase"]; at: number } = { at: 0 };
    setState({ kind: "opening", progress: null });
    openModel(site, name, {
      signal: leaving.signal,
      exact,
      ...(eager === undefined ? {} : { graphs: eager.split(",") }),
      ...(prefer === undefined ? {} : { prefer }),
      onProgress: (progress) => {
        const now = performance.now();
        if (leaving.signal.aborted || (progress.phase === shown.phase && now - shown.at < PROGRESS_MS)) return;
        shown = { phase: progress.phase, at: now };
        setState({ kind: "opening", progress });
      },
    }).then(
      (model) => {
        if (leaving.signal.aborted) {
          model.close();
          return;
        }
        opened = model;
        model.onLost((why) => setState({ kind: "failed", reason: why }));
        setState({ kind: "open", model });
        // Not before: what is kept for the next visit would be in the way of what this one waits for.
        installOffline();
      },
      (error: unknown) => {
        if (leaving.signal.aborted) return;
        setState({ kind: "failed", reason: messageOf(error) });
      },
    );
    return () => {
      leaving.abort();
      opened?.close();
    };
  }, [site, name, prefer, exact, eager, attempt]);
  return [state, useCallback(() => setAttempt((before) => before + 1), [])];
}
