/** Latent numbers from a seed: the same in the server, the command line and every browser, to the last bit. */
import { Random } from "kilnjs";
import type { FacesFitted } from "./fitted.js";
import { drawFromMixture } from "./mixture.js";

/** Where samples come from: the fitted mixture, or the standard normal prior. */
export const samplers = ["mixture", "prior"] as const;

export type Sampler = (typeof samplers)[number];

/**
 * The first `count` samples of a seed; asking for more never changes the earlier ones.
 *
 * @param temperature 1 draws as training saw it, less draws nearer to the middle, 0 gives the middle itself.
 */
export function drawLatents(
  fitted: Pick<FacesFitted, "mixture">,
  latent: number,
  options: { seed: number; count: number; sampler: Sampler; temperature: number },
): Float32Array[] {
  const { seed, count, sampler, temperature } = options;
  const random = Random.seeded(seed, `faces/${sampler}`);
  return Array.from({ length: count }, () =>
    sampler === "mixture"
      ? drawFromMixture(fitted.mixture, random, temperature)
      : fromPrior(random, latent, temperature),
  );
}

function fromPrior(random: Random, latent: number, temperature: number): Float32Array {
  const numbers = random.fillNormal(new Float32Array(latent));
  for (let i = 0; i < latent; i++) numbers[i] = (numbers[i] as number) * temperature;
  return numbers;
}
