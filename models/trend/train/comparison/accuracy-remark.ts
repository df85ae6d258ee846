/** How the accuracy stands beside the best baseline, in words: the best of all that are shown, not of the plain ones. */
import { baselineNames, type TrendEvaluation } from "../../evaluation/schema.js";
import { verdictOf } from "../../evaluation/verdict.js";
import { baselineTitles } from "../../evaluation-pictures/contenders.js";
import { intervalText, signed } from "./spread-text.js";

/** One sentence about the test windows; "ahead" and "behind" only where the interval of the difference says it. */
export function accuracyRemark({ test }: Pick<TrendEvaluation, "test">): string {
  const { accuracy } = test.model.scores;
  const [best, ...others] = baselineNames
    .flatMap((name) => {
      const found = test.baselines[name]?.scores.accuracy;
      return found === undefined ? [] : [{ name, accuracy: found }];
    })
    .sort((a, b) => b.accuracy - a.accuracy);
  if (best === undefined) return `The accuracy is ${percent(accuracy)}; there is no baseline to compare it with.`;
  const model = `the network (${percent(accuracy)})`;
  const baseline = `the best of the ${others.length + 1} baselines, ${baselineTitles[best.name]} (${percent(best.accuracy)})`;
  const gap = Math.abs(accuracy - best.accuracy);
  const spread = test.ahead.find(({ of }) => of === best.name)?.accuracy;
  const interval = spread === undefined ? null : intervalText(spread, (end) => signed(100 * end, 1));
  switch (spread === undefined ? null : verdictOf(spread)) {
    case "ahead":
      return `In accuracy ${model} is ${points(gap)} ahead of ${baseline}; ${interval}.`;
    case "behind":
      return `In accuracy ${model} is ${points(gap)} behind ${baseline}; ${interval}.`;
    case "not shown":
      return `In accuracy it is not shown whether ${model} is better than ${baseline}; ${interval}.`;
    case null:
      return `The accuracy of ${model} is ${points(gap)} ${accuracy < best.accuracy ? "below" : "above"} that of ${baseline}.`;
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function points(share: number): string {
  return `${(share * 100).toFixed(1)} points`;
}
