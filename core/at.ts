/** Reading a list at an index that somebody's settings, files or requests decide. */

/**
 * The element at `index`. A typed array turns an index past its end into `undefined`, and that into 0 in the next one: wrong,
 * and silent. So wherever the bounds of the loop itself do not prove the index, it is read through this.
 *
 * @param what one of the list's things, for the message: "picture", "day".
 * @throws RangeError when the list has no element there.
 *
 * @example
 * ```ts
 * at([3, 5, 8], 1, "parcel"); // 5
 * at([3, 5, 8], 3, "parcel"); // RangeError
 * ```
 */
export function at<Value>(list: ArrayLike<Value>, index: number, what = "element"): NonNullable<Value> {
  const value = list[index];
  if (value === undefined || value === null) throw outOfRange(list.length, index, what);
  return value;
}

/** Apart from `at`, which stays so short that it costs nothing where it is called often. */
function outOfRange(length: number, index: number, what: string): RangeError {
  return new RangeError(`there is no ${what} ${index}: there are ${length}, counted from 0`);
}
