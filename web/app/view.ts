/** What every view is given. */
import type { Site } from "../../core/site.js";
import type { Language } from "./language.js";
import type { Move } from "./route.js";
import type { Theme } from "./theme.js";

/** See the header. */
export interface ViewProps {
  readonly site: Site;
  readonly language: Language;
  readonly theme: Theme;
  /** The view's state in the address. */
  readonly query: URLSearchParams;
  /** The rest of the route: `["trend"]` of `#/models/trend`. */
  readonly path: readonly string[];
  /** Writes the state into the address. */
  setQuery(next: URLSearchParams, move: Move): void;
}
