/** The models that Kiln ships with: one line each. */
import type { ModelRegistry } from "../core/definition.js";
import { faces } from "./faces/index.js";
import { trend } from "./trend/index.js";

/** Definitions by name. Each stage's own registry is checked against these names by the compiler. */
export const models = { trend, faces } as const satisfies ModelRegistry;

/** The names of the models, as a type: `Record<ModelName, …>` makes a missing line a type error. */
export type ModelName = keyof typeof models;
