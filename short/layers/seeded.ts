import type { Random } from "../../core/random.js";

/**
 * Runs `make` while whatever draws a seed for itself draws it from a seeded stream. tfjs seeds the start of every weight that
 * has no seed from the engine's generator: this is how fresh weights come from the run's seed, and how weights that were
 * loaded, or that have a seed of their own, stay what they are.
 */
export async function withSeededEngine<Result>(random: Random, make: () => Promise<Result>): Promise<Result> {
  const key = "random";
  const engine = Math as { [key]: () => number };
  const before = engine[key];
  engine[key] = () => random.uniform();
  try {
    return await make();
  } finally {
    engine[key] = before;
  }
}
