/** The best place to divide a node. */
import { MAXIMUM_BINS } from "./bins.js";
import { type Histogram, PER_BIN } from "./histogram.js";

/** Sums over the rows of a node. */
export interface NodeSums {
  readonly gradient: number;
  readonly hessian: number;
  readonly rows: number;
}

/** Rows whose bin of `feature` is at most `bin` go left. */
export interface Split {
  readonly feature: number;
  readonly bin: number;
  /** How much smaller the loss becomes, times two. */
  readonly gain: number;
  readonly left: NodeSums;
  readonly right: NodeSums;
}

/** What a child must have. */
export interface SplitLimits {
  readonly minimumRows: number;
  readonly penalty: number;
}

/** Children with less curvature than this say nothing. */
const MINIMUM_HESSIAN = 1e-3;

/** The split with the largest gain, or null when none is allowed or helps. */
export function bestSplit(histogram: Histogram, features: number, node: NodeSums, limits: SplitLimits): Split | null {
  const { minimumRows, penalty } = limits;
  const score = (gradient: number, hessian: number): number => gradient ** 2 / (hessian + penalty + 1e-15);
  const whole = score(node.gradient, node.hessian);
  let best: Split | null = null;
  for (let feature = 0; feature < features; feature++) {
    let [gradient, hessian, rows] = [0, 0, 0];
    for (let bin = 0; bin < MAXIMUM_BINS - 1; bin++) {
      const at = (feature * MAXIMUM_BINS + bin) * PER_BIN;
      const here = histogram[at + 2] as number;
      if (here === 0) continue;
      gradient += histogram[at] as number;
      hessian += histogram[at + 1] as number;
      rows += here;
      if (rows < minimumRows || hessian < MINIMUM_HESSIAN) continue;
      const [rightGradient, rightHessian] = [node.gradient - gradient, node.hessian - hessian];
      const rightRows = node.rows - rows;
      if (rightRows < minimumRows || rightHessian < MINIMUM_HESSIAN) break;
      const gain = score(gradient, hessian) + score(rightGradient, rightHessian) - whole;
      if (gain <= (best?.gain ?? 0)) continue;
      best = {
        feature,
        bin,
        gain,
        left: { gradient, hessian, rows },
        right: { gradient: rightGradient, hessian: rightHessian, rows: rightRows },
      };
    }
  }
  return best;
}
