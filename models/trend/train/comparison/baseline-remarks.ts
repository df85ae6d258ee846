/** Who is ahead of whom, in words; "ahead" is said only where the interval of the difference says it. */

import type { Spread } from "../../evaluation/checks-schema.js";
import type { TrendEvaluation } from "../../evaluation/schema.js";
import { verdictOf } from "../../evaluation/verdict.js";
import { baselineTitles } from "../../evaluation-pictures/contenders.js";
import { LEAST_GROUPS } from "../../metrics/bootstrap.js";
import { strongerBaselines } from "./baseline-figures.js";
import { intervalText, signed } from "./spread-text.js";

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
  return [...sentences, ...tooFew(test), learning ? whatTheyLearnt(learntBaselines) : LEFT_OUT];
}

function tooFew({ countries }: TrendEvaluation["test"]): string[] {
  if (countries >= LEAST_GROUPS) return [];
  const are = countries === 1 ? "1 country" : `${countries} countries`;
  return [
    `The test windows are of ${are}. Fewer than ${LEAST_GROUPS} cannot be resampled, so that there are no intervals, and nothing is said of who is ahead.`,
  ];
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

function verdict(figure: string, spread: Spread): string {
  const { value } = spread;
  const interval = intervalText(spread);
  switch (verdictOf(spread)) {
    case "ahead":
      return `the network is ahead in ${figure} by ${value.toFixed(3)} (${interval})`;
    case "behind":
      return `the network is behind in ${figure} by ${(-value).toFixed(3)} (${interval})`;
    case "not shown":
      return `in ${figure} it is not shown which is better (${interval})`;
    case null:
      return `the network's ${figure} differs by ${signed(value)}`;
  }
}
