/**
 * Where the visitor is: `#/parcel?zone=2`, `#/models/parcel`. The whole state of a view is in its query, so that an address
 * can be sent to somebody and shows them the same thing. It is in the hash because a host of files knows no other path.
 */
import { useCallback, useEffect, useState } from "preact/hooks";

/** A place in the page. */
export interface Route {
  /** The view's name, empty for the first one. */
  readonly view: string;
  /** What follows it: `["faces_decoder"]`. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

/** `push` makes a step that "back" undoes; `replace` does not. */
export type Move = "push" | "replace";

/** Reads `location.hash`; what is no route is the first view. */
export function readRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [view = "", ...rest] = path
    .split("/")
    .filter((part) => part !== "")
    .map(decoded);
  return { view, path: rest, query: new URLSearchParams(query) };
}

/** The hash of a route. */
export function hashOf({ view, path, query }: Route): string {
  const parts = [view, ...path].map((part) => encodeURIComponent(part)).join("/");
  // Commas, colons and tildes are legal in a fragment, and an address is read by people.
  const text = query.toString().replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%7E", "~");
  return `#/${parts}${text === "" ? "" : `?${text}`}`;
}

/** The route, and how to go to another. */
export function useRoute(): readonly [Route, (next: Route, move: Move) => void] {
  const [route, setRoute] = useState(() => readRoute(location.hash));
  useEffect(() => {
    const follow = (): void => setRoute(readRoute(location.hash));
    addEventListener("hashchange", follow);
    addEventListener("popstate", follow);
    return () => {
      removeEventListener("hashchange", follow);
      removeEventListener("popstate", follow);
    };
  }, []);
  const go = useCallback((next: Route, move: Move) => {
    const hash = hashOf(next);
    if (hash !== location.hash) {
      if (move === "push") history.pushState(null, "", hash);
      else history.replaceState(null, "", hash);
    }
    setRoute(next);
  }, []);
  return [route, go];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part;
    throw error;
  }
}
