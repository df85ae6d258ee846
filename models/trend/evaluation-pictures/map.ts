/** The map of what the model says of the last days of each country. */
import { worldMap } from "../map/world-map.js";
import { framed, type PicturesInput, question } from "./input.js";

/** The world map of the latest results, or null when the evaluation has none. */
export function mapPicture({ evaluation, atlas }: PicturesInput): string | null {
  const { latest } = evaluation;
  if (latest === undefined || latest.length === 0) return null;
  const asOf = latest
    .map(({ end }) => end)
    .sort()
    .at(-1);
  return worldMap({
    ...framed(evaluation, "Where cases are about to rise", `${question(evaluation)}; as of ${asOf}`),
    atlas,
    legend: "Probability of an increase",
    values: latest.map(({ name, iso, probability }) => ({ name, iso, value: probability })),
  });
}
