/** The world map of results, for the resource and for the command line. */
import type { Theme } from "kilnjs/charts";
import type { Atlas } from "../map/territories.js";
import { worldMap } from "../map/world-map.js";
import type { DatedResults } from "./latest-results.js";

/** Draws results as an SVG document: with the question, the day, the notice, and a stamp when they are simulated. */
export function resultsMap(answer: DatedResults, atlas: Atlas, theme: Theme, notes: readonly string[] = []): string {
  const { results, meaning, asOf, model, version, simulated, notice } = answer;
  return worldMap({
    atlas,
    theme,
    title: "Where cases are about to rise",
    subtitle: `${sentence(meaning)}${asOf === null ? "" : `; as of ${asOf}`}`,
    legend: "Probability of an increase",
    values: results.map(({ name, iso, probability }) => ({ name, iso, value: probability })),
    notes: [notice, ...notes, `${results.length} results by the model ${model}, version ${version}.`],
    ...(simulated ? { stamp: "Simulated" } : {}),
  });
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
