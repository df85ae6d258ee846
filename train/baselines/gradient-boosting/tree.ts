/** One tree, grown leaf by leaf where it helps most. */
import { at } from "../../../core/at.js";
import type { FeatureMatrix } from "../matrix.js";
import type { Binning } from "./bins.js";
import { type Derivatives, type Histogram, histogramOf, subtract } from "./histogram.js";
import { bestSplit, type NodeSums, type Split, type SplitLimits } from "./split.js";

/** How large a tree may grow. */
export interface TreeLimits extends SplitLimits {
  readonly leaves: number;
  /** What each leaf's value is multiplied by. */
  readonly learningRate: number;
}

/** A node: a question and where to go, or a leaf with its value. */
export type TreeNode =
  | { readonly feature: number; readonly threshold: number; readonly left: TreeNode; readonly right: TreeNode }
  | { readonly value: number };

/** A grown tree and which training rows ended in which leaf. */
export interface GrownTree {
  readonly root: TreeNode;
  readonly leaves: readonly { readonly rows: Uint32Array; readonly value: number }[];
}

/** A node while the tree grows. */
interface Growing {
  readonly rows: Uint32Array;
  readonly sums: NodeSums;
  histogram: Histogram | null;
  split: Split | null;
  children: readonly [Growing, Growing] | null;
}

/** Grows a tree on all rows; every feature's bin numbers are in `columns`. */
export function growTree(
  columns: readonly Uint8Array[],
  binning: Binning,
  at: Derivatives,
  limits: TreeLimits,
): GrownTree {
  const rows = Uint32Array.from(at.gradients.keys());
  const root = begin(rows, { gradient: total(at.gradients), hessian: total(at.hessians), rows: rows.length });
  judge(root, columns, at, limits);
  const open: Growing[] = [root];
  while (open.length < limits.leaves) {
    const best = open.reduce((a, b) => ((b.split?.gain ?? 0) > (a.split?.gain ?? 0) ? b : a));
    if (best.split === null) break;
    const last = open.length + 1 === limits.leaves;
    const children = divide(best, best.split, columns);
    open.splice(open.indexOf(best), 1, ...children);
    if (!last) judgeChildren(best, children, columns, at, limits);
    best.histogram = null;
  }
  const leaves = open.map((leaf) => ({ rows: leaf.rows, value: leafValue(leaf, limits) }));
  return { root: finished(root, binning, limits), leaves };
}

/** The value of the leaf that a row ends in. */
export function valueAt(root: TreeNode, { values, columns }: FeatureMatrix, row: number): number {
  let node = root;
  while ("feature" in node) {
    node = (values[row * columns + node.feature] as number) <= node.threshold ? node.left : node.right;
  }
  return node.value;
}

function begin(rows: Uint32Array, sums: NodeSums): Growing {
  return { rows, sums, histogram: null, split: null, children: null };
}

function judge(node: Growing, columns: readonly Uint8Array[], at: Derivatives, limits: TreeLimits): void {
  if (node.rows.length < 2 * limits.minimumRows) return;
  node.histogram ??= histogramOf(columns, node.rows, at);
  node.split = bestSplit(node.histogram, columns.length, node.sums, limits);
}

/** Counts the smaller child and takes it from the parent for the larger one. */
function judgeChildren(
  parent: Growing,
  children: readonly [Growing, Growing],
  columns: readonly Uint8Array[],
  at: Derivatives,
  limits: TreeLimits,
): void {
  const [small, large] = children[0].rows.length <= children[1].rows.length ? children : [children[1], children[0]];
  if (large.rows.length >= 2 * limits.minimumRows && parent.histogram !== null) {
    small.histogram = histogramOf(columns, small.rows, at);
    large.histogram = subtract(parent.histogram, small.histogram);
  }
  judge(small, columns, at, limits);
  judge(large, columns, at, limits);
}

function divide(node: Growing, split: Split, columns: readonly Uint8Array[]): readonly [Growing, Growing] {
  const bins = at(columns, split.feature, "feature");
  const goesLeft = (row: number): boolean => (bins[row] as number) <= split.bin;
  const children = [
    begin(node.rows.filter(goesLeft), split.left),
    begin(
      node.rows.filter((row) => !goesLeft(row)),
      split.right,
    ),
  ] as const;
  node.children = children;
  return children;
}

function finished(node: Growing, binning: Binning, limits: TreeLimits): TreeNode {
  if (node.children === null || node.split === null) return { value: leafValue(node, limits) };
  const { feature, bin } = node.split;
  const [left, right] = node.children;
  return {
    feature,
    threshold: at(at(binning, feature, "feature"), bin, "threshold"),
    left: finished(left, binning, limits),
    right: finished(right, binning, limits),
  };
}

/** Newton's step for the rows of a leaf. */
function leafValue({ sums }: Growing, { penalty, learningRate }: TreeLimits): number {
  return (-sums.gradient / (sums.hessian + penalty + 1e-15)) * learningRate;
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
