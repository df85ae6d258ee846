import type { Random } from "kilnjs";

/**
 * A mean-reverting walk around 0 (Ornstein-Uhlenbeck, sampled daily, started in its stationary distribution).
 *
 * @param memory time constant in days.
 * @param deviation standard deviation of the stationary distribution.
 */
export function meanRevertingWalk(random: Random, days: number, memory: number, deviation: number): Float64Array {
  const keep = Math.exp(-1 / memory);
  const shock = deviation * Math.sqrt(1 - keep * keep);
  const walk = new Float64Array(days);
  let value = deviation * random.normal();
  for (let day = 0; day < days; day++) {
    walk[day] = value;
    value = keep * value + shock * random.normal();
  }
  return walk;
}
