import type { Random } from "kilnjs";

/** Above this mean a normal number is near enough to a Poisson one, and much quicker. */
const LARGE_MEAN = 30;

/** A Poisson number: by multiplying uniforms (Knuth) for small means, else a rounded normal one. */
export function poisson(random: Random, mean: number): number {
  if (mean > LARGE_MEAN) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.uniform(); product > limit; product *= random.uniform()) count += 1;
  return count;
}
