/** Optimizers by the names that a setting gives them. */

import { adam } from "./adam.js";
import { adagrad, rmsProp } from "./adaptive.js";
import type { Optimizer } from "./optimizer.js";
import { momentum, sgd } from "./sgd.js";

/** The names. */
export const optimizerNames = ["adam", "adamW", "sgd", "momentum", "nesterov", "rmsProp", "adagrad"] as const;

/** The name of an optimizer. */
export type OptimizerName = (typeof optimizerNames)[number];

/** What AdamW takes from a weight in each step when nobody says: the share that its authors used, times the rate. */
export const ADAMW_DECAY = 0.01;

/** An optimizer with its usual constants. Weight decay is the caller's: decoupled, it is the same for all of them. */
export function optimizerNamed(name: OptimizerName): Optimizer {
  switch (name) {
    case "adam":
    case "adamW":
      return adam();
    case "sgd":
      return sgd();
    case "momentum":
      return momentum();
    case "nesterov":
      return momentum({ nesterov: true });
    case "rmsProp":
      return rmsProp();
    case "adagrad":
      return adagrad();
  }
}
