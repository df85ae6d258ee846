/** How much a picture changes when one latent number moves. */
import { at } from "kilnjs";
import { FACE_BYTES } from "../../sheet.js";
import type { Rows } from "../statistics/moments.js";
import { type Context, decoded } from "./passes.js";

/** Pictures from which each latent number is moved. */
const BASES = 16;

/**
 * Mean change of a level (0..255) when a latent number moves by its step, over pictures and both directions; for each.
 *
 * @param latents mean latent numbers of pictures; the first ones are moved.
 * @param steps how far, for each latent number: its standard deviation, or 1.
 */
export async function effectsOf(context: Context, latents: Rows, steps: ArrayLike<number>): Promise<number[]> {
  const { width } = latents;
  const bases = Math.min(BASES, latents.count);
  const start = Float32Array.from({ length: bases * width }, (_, i) => at(latents.data, i, "latent number"));
  const unmoved = await gather(decoded(context, { count: bases, width, data: start }));
  const effects: number[] = [];
  for (let unit = 0; unit < width; unit++) {
    const data = new Float32Array(2 * bases * width);
    for (let row = 0; row < 2 * bases; row++) {
      data.set(start.subarray((row >> 1) * width, ((row >> 1) + 1) * width), row * width);
      const sign = row % 2 === 0 ? 1 : -1;
      data[row * width + unit] = (data[row * width + unit] as number) + sign * at(steps, unit, "step");
    }
    const moved = await gather(decoded(context, { count: 2 * bases, width, data }));
    if (unmoved.length !== bases * FACE_BYTES || moved.length !== 2 * unmoved.length) {
      throw new RangeError(`${moved.length} levels of moved pictures beside ${unmoved.length}`);
    }
    let sum = 0;
    for (let row = 0; row < 2 * bases; row++) {
      for (let i = 0; i < FACE_BYTES; i++) {
        sum += Math.abs((moved[row * FACE_BYTES + i] as number) - (unmoved[(row >> 1) * FACE_BYTES + i] as number));
      }
    }
    effects.push(Number(((255 * sum) / moved.length).toPrecision(7)));
  }
  return effects;
}

async function gather(parts: AsyncIterable<Float32Array>): Promise<Float32Array> {
  const all: Float32Array[] = [];
  for await (const part of parts) all.push(part);
  const joined = new Float32Array(all.reduce((sum, part) => sum + part.length, 0));
  let from = 0;
  for (const part of all) {
    joined.set(part, from);
    from += part.length;
  }
  return joined;
}
