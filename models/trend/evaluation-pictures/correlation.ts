/** Which countries' epidemics go together: the correlation of daily increments, like beside like. */
import { heatmap, MAXIMUM_ROWS } from "kilnjs/charts";
import { correlationMatrix } from "../correlation.js";
import { regionNames, regionOf } from "../countries/regions.js";
import { isoDate } from "../dates.js";
import { framed, type PicturesInput } from "./input.js";

/** Where a row's name is no country of the world. */
const NOWHERE = "no region";

/** The heatmap of the countries that were learnt from, over all days of the table. */
export function correlationPicture({ evaluation, table, selected }: PicturesInput): string {
  // By region first: each then has the same colour in every picture, and what is none comes last.
  const rows = [...regionNames, null].flatMap((region) =>
    selected
      .slice(0, MAXIMUM_ROWS)
      .flatMap((index) => table.series[index] ?? [])
      .filter(({ iso }) => regionOf(iso) === region),
  );
  const days = `${isoDate(table.firstDay)} to ${isoDate(table.firstDay + table.days - 1)}`;
  const left = selected.length - rows.length;
  const { rule } = evaluation.selection;
  return heatmap({
    ...framed(
      evaluation,
      "Whose epidemics go together",
      `Correlation of daily new cases, ${rows.length} countries (selection: ${rule}), ${days}`,
      [
        "Like countries stand together (average linkage); the strip shows the region (UN M49).",
        ...(left === 0 ? [] : [`${left} more countries are left out: too many to be seen.`]),
      ],
    ),
    names: rows.map(({ name }) => name),
    matrix: correlationMatrix(rows.map(({ increments }) => increments)),
    groups: rows.map(({ iso }) => regionOf(iso) ?? NOWHERE),
  });
}
