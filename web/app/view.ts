/** What a view is, and what it is given. */
import type { ComponentType } from "preact";
import type { Site, SiteModel } from "../../core/site.js";
import type { Language } from "./language.js";
import type { Move } from "./route.js";
import type { Theme } from "./theme.js";

/** What is drawn in the page's frame is given. */
export interface PlaceProps {
  readonly site: Site;
  readonly language: Language;
  readonly theme: Theme;
  /** The state in the address. */
  readonly query: URLSearchParams;
  /** The rest of the route: `["parcel"]` of `#/models/parcel`. */
  readonly path: readonly string[];
  /** Writes the state into the address. */
  setQuery(next: URLSearchParams, move: Move): void;
}

/** What a model's view is given. */
export interface ViewProps extends PlaceProps {
  /** The version that is published here. */
  readonly published: SiteModel;
}

/** A model's own view in the page. */
export interface View {
  readonly kind: "view";
  /** What its tab and its window are called, by language; a language that is left out is shown the English one. */
  readonly titles: { readonly en: string } & Partial<Readonly<Record<Language, string>>>;
  /** Tabs stand from the lowest order to the highest, and the page begins with the first. Default 0. */
  readonly order?: number;
  /** Loads the component, the default export of a module of its own: it comes when its tab is opened. */
  readonly component: () => Promise<{ readonly default: ComponentType<ViewProps> }>;
}

/**
 * Defines a model's view: the default export of the module that the definition's `view` loads. Keep that module small – the
 * page reads it to name the tab – and the component in another one.
 *
 * @example
 * ```ts
 * // models/parcel/view/index.ts
 * import { defineView } from "kilnjs/page";
 *
 * export default defineView({
 *   titles: { en: "Parcels", "zh-Hant": "包裹" },
 *   component: () => import("./parcel-view.js"),
 * });
 * ```
 */
export function defineView(view: Omit<View, "kind">): View {
  return { kind: "view", ...view };
}
