/** "Did you mean …?": for names that a person typed, never for data. */

/** A name longer than this was not typed by hand, and is not worth the comparison. */
const LONGEST_NAME = 100;

/**
 * The known name nearest to what was typed, when it is near enough to be a slip: at most a third of it is wrong, two
 * letters swapped counting as one fault. Capitals do not matter.
 *
 * @example
 * ```ts
 * nearest("batchsize", ["batchSize", "epochs"]); // "batchSize"
 * nearest("colour", ["batchSize", "epochs"]); // undefined
 * ```
 */
export function nearest(typed: string, known: Iterable<string>): string | undefined {
  if (typed.length > LONGEST_NAME) return undefined;
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const name of known) {
    const faults = editDistance(typed.toLowerCase(), name.toLowerCase());
    if (faults < least && faults <= Math.max(1, Math.floor(name.length / 3))) [best, least] = [name, faults];
  }
  return best;
}

/**
 * Insertions, deletions, substitutions and swaps of neighbours between two words (Damerau 1964; the restricted form, in
 * which no letter is moved twice).
 */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = at(previous, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const best = Math.min(substituted, at(previous, j) + 1, at(row, j - 1) + 1);
      row.push(swapped ? Math.min(best, at(before, j - 2) + 1) : best);
    }
    before = previous;
    previous = row;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
