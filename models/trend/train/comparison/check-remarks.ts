/** What the checks found, in words. */
import type { Checks } from "../../evaluation/checks-schema.js";
import { verdictOf } from "../../evaluation/verdict.js";

/** A sentence or two for each check that was made. */
export function checkRemarks({ leak, trueR }: Checks): string[] {
  return [...(leak === undefined ? [] : [onLeak(leak)]), ...(trueR === undefined ? [] : [onTrueR(trueR)])];
}

function onLeak({ windows, honest, random, gain }: NonNullable<Checks["leak"]>): string {
  const both = `on ${windows} test windows 60 boosted trees have AUC ${honest.auc.toFixed(3)} and MCC ${honest.mcc.toFixed(3)} as this run is split, ${random.auc.toFixed(3)} and ${random.mcc.toFixed(3)} when as many windows that they learn from are drawn at random from around these`;
  switch (verdictOf(gain.auc)) {
    case "ahead":
      return `A random split would flatter: ${both}.`;
    case "behind":
      return `A random split would not flatter here: ${both}.`;
    case "not shown":
      return `That a random split would flatter is not shown here: ${both}.`;
    case null:
      return `Too few countries to tell whether a random split would flatter: ${both}.`;
  }
}

function onTrueR({ windows, aboveOne, model, persistence, oracle }: NonNullable<Checks["trueR"]>): string {
  const share = (100 * aboveOne).toFixed(1);
  return `Against the true R of the simulation (above 1 on the last day of ${share} % of ${windows} test windows) the network's probability has AUC ${model.auc.toFixed(3)}, MCC ${model.mcc.toFixed(3)} and a rank correlation of ${model.rankCorrelation.toFixed(3)} (persistence: MCC ${persistence.mcc.toFixed(3)}). Who knew R, and nothing else, would answer the question itself with AUC ${oracle.auc.toFixed(3)}.`;
}
