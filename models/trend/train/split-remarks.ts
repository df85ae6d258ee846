/** What a split, a selection or shuffled labels do to the figures, in words. */
import { labelRules } from "../labels.js";
import type { TrendData } from "./dataset.js";
import { isSplitInTime } from "./parts.js";
import type { TrendSettings } from "./settings.js";

/** Sentences about how the examples came to be; none for a plain split in time with its full gap. */
export function splitRemarks(data: TrendData, settings: TrendSettings): string[] {
  const found: string[] = [];
  if (settings.shuffleLabels) {
    found.push(
      "A check, not a model: the training examples had each other's answers, so that an MCC far from 0 would be a leak.",
    );
  }
  if (settings.splitBy === "random") {
    found.push(
      "The windows were split at random: neighbours of every test window, which share all of its days but one, were learnt from. The figures show that leak and are worth nothing as a forecast.",
    );
  }
  if (settings.splitBy === "country") {
    found.push(
      "The split is by country alone: the test countries are new to the network, but their days are not, and epidemics rise in many countries at once.",
    );
  }
  if (settings.selection === "report") {
    found.push(
      "The countries were selected by correlated increments (selection=report) over all days, the test days among them.",
    );
  }
  const { horizon } = labelRules[settings.label];
  if (isSplitInTime(settings.splitBy) && data.split.gap < settings.window + horizon) {
    found.push("The gap is shorter than window and label together: some days are seen by two parts of the split.");
  }
  return found;
}
