/** Names of the model and of what it is compared with, as pictures and tables write them. */
import type { TrendEvaluation } from "../evaluation/schema.js";

type BaselineName = keyof TrendEvaluation["test"]["baselines"];

/** Names of the baselines, from the plainest to the strongest. */
export const baselineTitles: Readonly<Record<BaselineName, string>> = {
  majority: "always the commoner answer",
  persistence: "it goes on as it went",
  sameWeekday: "same weekday last week",
  logistic: "logistic regression",
  trees: "boosted trees",
};

/** The model's own name. */
export const MODEL_NAME = "recurrent network";
