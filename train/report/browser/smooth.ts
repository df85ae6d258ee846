/** An exponential mean, its start corrected as Adam's moments are, so that smoothing does not begin at zero. */
export function smoothed(
  points: readonly (readonly [number, number])[],
  weight: number,
): readonly (readonly [number, number])[] {
  if (weight === 0) return points;
  let mean = 0;
  let share = 0;
  return points.map(([x, y]) => {
    mean = weight * mean + (1 - weight) * y;
    share = weight * share + (1 - weight);
    return [x, mean / share] as const;
  });
}
