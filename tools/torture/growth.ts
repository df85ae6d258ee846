/** Whether memory grows with the requests that were answered. */

/** Memory after so many requests. */
export interface Sample {
  readonly requests: number;
  /** In bytes. */
  readonly memory: number;
}

/**
 * Bytes that each request leaves behind: the slope by Theil and Sen (the median of the slopes between all pairs of samples),
 * which a collection that came late in one of them does not bend.
 *
 * @param samples at least two, with different numbers of requests.
 */
export function growthOf(samples: readonly Sample[]): number {
  const slopes = samples.flatMap((a, i) =>
    samples.slice(i + 1).map((b) => (b.memory - a.memory) / (b.requests - a.requests)),
  );
  const sorted = slopes.filter(Number.isFinite).toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [upper = 0, lower = upper] = [sorted[middle], sorted[middle - 1]];
  return sorted.length % 2 === 1 ? upper : (lower + upper) / 2;
}
