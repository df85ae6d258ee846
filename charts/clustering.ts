/**
 * An order of rows in which like ones are neighbours: average linkage (UPGMA; Sokal and Michener 1958) by chains of
 * nearest neighbours (Murtagh 1983), in time and memory of the square of the rows.
 */

/** A tree of merges: rows are leaves. */
type Cluster = { readonly rows: readonly number[]; readonly parts: readonly [Cluster, Cluster] | null };

/**
 * The leaves of the tree from left to right, each merge turned so that its nearest ends meet.
 *
 * @param distance of rows i and j: symmetric, smaller is more alike; what is not finite counts as farther than all others.
 */
export function clusterOrder(count: number, distance: (i: number, j: number) => number): number[] {
  if (count === 0) return [];
  const between = finiteDistances(count, distance);
  const root = merge(count, Float64Array.from(between));
  return oriented(root, (i, j) => between[i * count + j] as number);
}

function finiteDistances(count: number, distance: (i: number, j: number) => number): Float64Array {
  const between = new Float64Array(count * count);
  let farthest = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const value = distance(i, j);
      between[i * count + j] = value;
      between[j * count + i] = value;
      if (Number.isFinite(value)) farthest = Math.max(farthest, value);
    }
  }
  return between.map((value) => (Number.isFinite(value) ? value : 2 * farthest + 1));
}

/** Merges the two that are each other's nearest until one is left; `between` is overwritten. */
function merge(count: number, between: Float64Array): Cluster {
  const clusters: (Cluster | null)[] = Array.from({ length: count }, (_, row) => ({ rows: [row], parts: null }));
  const chain: number[] = [];
  for (let left = count; left > 1; ) {
    if (chain.length === 0) chain.push(clusters.findIndex((cluster) => cluster !== null));
    const last = chain.at(-1) as number;
    const before = chain.at(-2);
    const nearest = nearestTo(last, before, clusters, between, count);
    if (nearest !== before) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    join(nearest, last, clusters, between, count);
    left -= 1;
  }
  return clusters.find((cluster) => cluster !== null) as Cluster;
}

/** The nearest living cluster; the one before in the chain is kept on a tie, or the chain would never end. */
function nearestTo(
  from: number,
  before: number | undefined,
  clusters: readonly (Cluster | null)[],
  between: Float64Array,
  count: number,
): number {
  let best = before ?? -1;
  let least = before === undefined ? Number.POSITIVE_INFINITY : (between[from * count + before] as number);
  for (let other = 0; other < count; other++) {
    if (other === from || clusters[other] === null) continue;
    const distance = between[from * count + other] as number;
    if (distance < least) [best, least] = [other, distance];
  }
  return best;
}

/** `a` becomes the union of both; its distances are the means over all pairs (Lance and Williams 1967). */
function join(a: number, b: number, clusters: (Cluster | null)[], between: Float64Array, count: number): void {
  const [one, two] = [clusters[a], clusters[b]] as [Cluster, Cluster];
  const [m, n] = [one.rows.length, two.rows.length];
  for (let other = 0; other < count; other++) {
    if (other === a || other === b || clusters[other] === null) continue;
    const mean = (m * (between[a * count + other] as number) + n * (between[b * count + other] as number)) / (m + n);
    between[a * count + other] = mean;
    between[other * count + a] = mean;
  }
  clusters[a] = { rows: [...one.rows, ...two.rows], parts: [one, two] };
  clusters[b] = null;
}

/** Turns each merge, from the leaves up, so that the ends that meet in the middle are as near as they can be. */
function oriented({ parts, rows }: Cluster, distance: (i: number, j: number) => number): number[] {
  if (parts === null) return [...rows];
  const [left, right] = parts.map((part) => oriented(part, distance)) as [number[], number[]];
  const choices = [left, [...left].reverse()].flatMap((a) => [right, [...right].reverse()].map((b) => ({ a, b })));
  const gap = ({ a, b }: { a: number[]; b: number[] }): number => distance(a.at(-1) as number, b[0] as number);
  const { a, b } = choices.reduce((best, choice) => (gap(choice) < gap(best) ? choice : best));
  return [...a, ...b];
}
