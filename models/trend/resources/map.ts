/** `GET /v1/trend/map.svg`. */

import { resource } from "kilnjs";
import { z } from "zod";
import { atlasDetails, loadAtlas } from "./atlas.js";
import { latestResults } from "./latest-results.js";
import { resultsMap } from "./results-map.js";

/** The latest results as a world map. */
export const map = resource({
  summary: "The latest results as a world map",
  description:
    "An SVG document: a colour for each country's probability of an increase, grey where its last days have no case, hatching where there are no data, the names of those that have no place on the map at its foot.",
  query: z.strictObject({
    theme: z.enum(["light", "dark", "auto"]).default("auto").describe("auto follows the reader's system"),
    detail: z.enum(atlasDetails).default("110m").describe("110m for a page, 50m for print"),
  }),
  answer: { type: "svg" },
  async run({ theme, detail }, context) {
    const [results, atlas] = await Promise.all([latestResults(context), loadAtlas(detail)]);
    return { svg: resultsMap(results, atlas, theme) };
  },
});
