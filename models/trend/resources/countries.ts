/** `GET /v1/trend/countries`. */

import { resource } from "kilnjs";
import { z } from "zod";
import { datedResultsSchema, latestResults } from "./latest-results.js";

/** The latest result of each country of the published data. */
export const countries = resource({
  summary: "The latest result of each country",
  description:
    'For each country of the data that the served version was trained on: what the model says of its last days, and which day the last of them is; "no recent cases", without a probability, where they have none. Countries with fewer days than the model\'s window are left out.',
  query: z.strictObject({}),
  answer: { type: "json", schema: datedResultsSchema },
  run: async (_, context) => ({ json: await latestResults(context) }),
});
