/** Where a route leads: to the view of a model, or to the list of all models. */
import type { OfferedView } from "./offered-views.js";
import type { Route } from "./route.js";

/** The name of the list in the address. */
export const MODELS = "models";

export interface Place {
  /** Null for the list. */
  readonly offered: OfferedView | null;
  /** The route as the place has it. */
  readonly route: Route;
}

/** An address without a name leads to the first view; the name of a model without a view to the model in the list. */
export function placeOf(route: Route, offered: readonly OfferedView[]): Place {
  if (route.view === MODELS) return { offered: null, route };
  const [first] = offered;
  const found = route.view === "" ? first : offered.find(({ name }) => name === route.view);
  if (found !== undefined) return { offered: found, route: { ...route, view: found.name } };
  return { offered: null, route: { ...route, view: MODELS, path: route.view === "" ? [] : [route.view] } };
}
