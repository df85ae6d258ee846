/** Lists that are read side by side: where one is shorter, `undefined` would make NaN of every figure. */

/** @throws RangeError when the lists do not all have one value for each row. */
export function requireSameLength(first: ArrayLike<unknown>, ...others: readonly ArrayLike<unknown>[]): void {
  for (const { length } of others) {
    if (length !== first.length) throw new RangeError(`${first.length} values beside ${length}`);
  }
}
