/** Sums of gradients by feature and bin: all that is needed to judge every split of a node. */
import { MAXIMUM_BINS } from "./bins.js";

/** Numbers of a bin: sum of gradients, sum of curvatures (hessians), rows. */
export const PER_BIN = 3;

/** Sums of a node: `(feature * MAXIMUM_BINS + bin) * PER_BIN` is where a bin begins. */
export type Histogram = Float64Array;

/** First and second derivative of the loss at each row. */
export interface Derivatives {
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
}

/** Sums over some rows. */
export function histogramOf(columns: readonly Uint8Array[], rows: Uint32Array, at: Derivatives): Histogram {
  const histogram = new Float64Array(columns.length * MAXIMUM_BINS * PER_BIN);
  // Gathered once: the loops below then read memory in order.
  const gradients = Float64Array.from(rows, (row) => at.gradients[row] as number);
  const hessians = Float64Array.from(rows, (row) => at.hessians[row] as number);
  columns.forEach((bins, feature) => {
    const start = feature * MAXIMUM_BINS * PER_BIN;
    for (let i = 0; i < rows.length; i++) {
      const bin = start + (bins[rows[i] as number] as number) * PER_BIN;
      histogram[bin] = (histogram[bin] as number) + (gradients[i] as number);
      histogram[bin + 1] = (histogram[bin + 1] as number) + (hessians[i] as number);
      histogram[bin + 2] = (histogram[bin + 2] as number) + 1;
    }
  });
  return histogram;
}

/** What is left of a node when one child is taken away: the other child, without looking at its rows. In place. */
export function subtract(parent: Histogram, child: Histogram): Histogram {
  for (let i = 0; i < parent.length; i++) parent[i] = (parent[i] as number) - (child[i] as number);
  return parent;
}
