/**
 * Where a function with one minimum is least, by golden-section search (Kiefer 1953): it needs no derivative, and a third of
 * what is left of the range goes with each evaluation.
 *
 * @param loss finite on the whole range.
 * @param tolerance width of the range at which the search ends; the answer is its middle.
 * @example
 * ```ts
 * goldenSection((x) => (x - 2) ** 2, 0, 5, 1e-6); // about 2
 * ```
 */
export function goldenSection(loss: (x: number) => number, from: number, to: number, tolerance: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let left = high - golden * (high - low);
  let right = low + golden * (high - low);
  let [leftLoss, rightLoss] = [loss(left), loss(right)];
  while (high - low > tolerance) {
    if (leftLoss < rightLoss) {
      high = right;
      [right, rightLoss] = [left, leftLoss];
      left = high - golden * (high - low);
      leftLoss = loss(left);
    } else {
      low = left;
      [left, leftLoss] = [right, rightLoss];
      right = low + golden * (high - low);
      rightLoss = loss(right);
    }
  }
  return (low + high) / 2;
}
