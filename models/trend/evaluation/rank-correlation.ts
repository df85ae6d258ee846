/** Spearman's rank correlation. */
import { requireSameLength } from "../metrics/same-length.js";

/** Pearson's correlation of the ranks, tied values sharing their mean rank; 0 where one side never varies. */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  requireSameLength(a, b);
  const [x, y] = [ranks(a), ranks(b)];
  const middle = (a.length - 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [(x[i] as number) - middle, (y[i] as number) - middle];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
}

function ranks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i);
  order.sort((a, b) => (values[a] as number) - (values[b] as number));
  const found = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end] as number] === values[order[start] as number]) end += 1;
    for (let k = start; k < end; k++) found[order[k] as number] = (start + end - 1) / 2;
    start = end;
  }
  return found;
}
