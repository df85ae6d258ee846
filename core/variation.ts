/**
 * Numbers less their mean, and whether they vary at all. The mean of equal numbers is off in its last bit unless their sum
 * happens to be exact; whoever divides by the spread then blows this rounding up to the size of real variation.
 */

/** Spans below this share of the largest number are rounding, however few the numbers. */
const ROUNDING = 1e-13;

/** Rounding that each further number may add: running totals lose a bit of it at every step. */
const ROUNDING_EACH = 2 ** -51;

/**
 * True where `count` numbers between `low` and `high` vary by more than rounding: one case more or less on a level of 1e9
 * does, the last bits of a third do not. The threshold is relative, as SciPy's for "nearly constant" input is; false for
 * numbers that are not finite.
 */
function varies(low: number, high: number, count: number): boolean {
  const share = Math.max(ROUNDING, count * ROUNDING_EACH);
  return high - low > share * Math.max(Math.abs(low), Math.abs(high));
}

/**
 * The numbers less their mean, or null where they do not vary. The first one is taken off before the mean is: a small
 * variation on a large level keeps its digits.
 */
export function centred(values: ArrayLike<number>): Float64Array | null {
  const offsets = Float64Array.from(values);
  const first = offsets[0] ?? 0;
  let [low, high] = [first, first];
  for (const value of offsets) {
    if (!(value >= low)) low = value; // also when it is NaN
    if (!(value <= high)) high = value;
  }
  if (!varies(low, high, offsets.length)) return null;
  let sum = 0;
  for (let i = 0; i < offsets.length; i++) {
    const offset = (offsets[i] as number) - first;
    offsets[i] = offset;
    sum += offset;
  }
  const mean = sum / offsets.length;
  return offsets.map((offset) => offset - mean);
}
