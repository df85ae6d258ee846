/** Who is ahead of whom, in words; "ahead" is said only where the interval of the difference says it. */
import type { TrendEvaluation } from "../../evaluation/schema.js";
import { verdictOf } from "../../evaluation/verdict.js";
import { baselineTitles } from "../../evaluation-pictures/contenders.js";
import { strongerBaselines } from "./baseline-figures.js";

type Spread = { readonly value: number; readonly low: number; readonly high: number };

/**
 * Sentences about the network beside each baseline, on the test windows.
 *
 * @param learning whether baselines that learn were to be trained at all.
 */
export function baselineRemarks(
  { test, learntBaselines }: Pick<TrendEvaluation, "test" | "learntBaselines">,
  learning: boolean,
): string[] {
  const sentences = strongerBaselines.flatMap((name) => {
    const scores = test.baselines[name]?.scores;
    const ahead = test.ahead.find(({ of }) => of === name);
    if (scores === undefined || ahead === undefined) return [];
    const own = `AUC ${(scores.auc ?? 0.5).toFixed(3)}, MCC ${scores.mcc.toFixed(3)}`;
    const auc = ahead.auc === undefined ? [] : [verdict("AUC", ahead.auc)];
    return [`Beside ${baselineTitles[name]} (${own}): ${[...auc, verdict("MCC", ahead.mcc)].join("; ")}.`];
  });
  return [...sentences, learning ? whatTheyLearnt(learntBaselines) : LEFT_OUT];
}

const LEFT_OUT =
  "Logistic regression and boosted trees were left out (learnedBaselines=false): whether the network is ahead of them is not known.";

function whatTheyLearnt(learnt: TrendEvaluation["learntBaselines"]): string {
  const two = "Logistic regression and boosted trees";
  if (learnt === undefined) {
    return `${two} learnt nothing, since all the training windows that they were given have the same answer.`;
  }
  if (learnt.windows === learnt.of) return `${two} learnt from the same ${learnt.of} windows as the network.`;
  return `${two} learnt from ${learnt.windows} of the ${learnt.of} windows that the network learnt from, so that being ahead of them may come from that alone; --set baselineRows=0 gives them all.`;
}

function verdict(figure: string, { value, low, high }: Spread): string {
  const spread = `95 % interval of the difference ${signed(low)} to ${signed(high)}`;
  switch (verdictOf({ low, high })) {
    case "ahead":
      return `the network is ahead in ${figure} by ${value.toFixed(3)} (${spread})`;
    case "behind":
      return `the network is behind in ${figure} by ${(-value).toFixed(3)} (${spread})`;
    case "not shown":
      return `in ${figure} it is not shown which is better (${spread})`;
  }
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)}`;
}
