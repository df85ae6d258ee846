/** A model as the page knows it before any of its code is loaded. */
import type { AnyModelDefinition } from "../../core/definition.js";
import type { View } from "../app/view.js";

/** The build writes these: `web/models/bundled.ts`. */
export interface PageModel {
  /** The name under which it is published. */
  readonly name: string;
  /** The processings that its definition has code for: a version with another one is shown by its contract alone. */
  readonly processings: readonly string[];
  /** Loads the definition, without what runs in Node alone. */
  readonly definition: () => Promise<{ readonly default: AnyModelDefinition }>;
  /** Loads the view's names; its component comes later. Absent where the model has none, or one that cannot be built. */
  readonly view?: () => Promise<{ readonly default: View }>;
}
