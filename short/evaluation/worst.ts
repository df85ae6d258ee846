/** The rows that a model got most wrong: what a person looks at first. */
import type { Dataset } from "../../train/data/dataset.js";

/** How many are shown. */
const SHOWN = 8;

/** One of them. A type and no interface, so that it is JSON. */
export type WorstRow = {
  place: string;
  file: string | null;
  loss: number;
  truth: string;
  answer: string;
  probability: number | null;
  values: Record<string, string>;
};

/**
 * The worst rows of the test part.
 *
 * @param losses how wrong each row is; not finite: not counted.
 */
export async function worstRows(
  dataset: Dataset,
  output: string,
  losses: Float64Array,
  told: (row: number) => { readonly truth: string; readonly answer: string; readonly probability: number | null },
): Promise<WorstRow[]> {
  const rows = Array.from(losses.keys())
    .filter((row) => Number.isFinite(losses[row]))
    .sort((a, b) => (losses[b] ?? 0) - (losses[a] ?? 0))
    .slice(0, SHOWN);
  return await Promise.all(
    rows.map(async (row) => {
      const { place, file, values } = await dataset.describeRow("test", row);
      const { [output]: _, ...others } = values;
      return { place, file: file ?? null, loss: losses[row] ?? 0, ...told(row), values: others };
    }),
  );
}
