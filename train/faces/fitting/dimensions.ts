/** What each latent number does to a picture, and how the training pictures use it. */
import type { LatentDimension } from "../../../models/faces/fitted.js";
import { FACE_BYTES } from "../../../models/faces/sheet.js";
import { type Context, decoded } from "../evaluation/passes.js";
import { meanOf, type Rows, variancesOf } from "../statistics/moments.js";

/** Pictures from which each latent number is moved. */
const BASES = 16;

/**
 * The latent numbers, the one that changes a picture most first. The effect is the mean change of a level (0..255) when
 * the number moves by one standard deviation, over pictures and both directions.
 *
 * @param latents mean latent numbers of training pictures.
 */
export async function fitDimensions(context: Context, latents: Rows): Promise<LatentDimension[]> {
  const { width } = latents;
  const mean = meanOf(latents);
  const deviation = variancesOf(latents).map(Math.sqrt);
  const bases = Math.min(BASES, latents.count);
  const base = await gather(decoded(context, { count: bases, width, data: baseRows(latents, bases) }));
  const found: LatentDimension[] = [];
  for (let unit = 0; unit < width; unit++) {
    const data = new Float32Array(2 * bases * width);
    for (let row = 0; row < 2 * bases; row++) {
      data.set(baseRows(latents, bases).subarray((row >> 1) * width, ((row >> 1) + 1) * width), row * width);
      const sign = row % 2 === 0 ? 1 : -1;
      data[row * width + unit] = (data[row * width + unit] as number) + sign * (deviation[unit] as number);
    }
    const moved = await gather(decoded(context, { count: 2 * bases, width, data }));
    let sum = 0;
    for (let row = 0; row < 2 * bases; row++) {
      for (let i = 0; i < FACE_BYTES; i++) {
        sum += Math.abs((moved[row * FACE_BYTES + i] as number) - (base[(row >> 1) * FACE_BYTES + i] as number));
      }
    }
    found.push({
      index: unit,
      effect: rounded((255 * sum) / moved.length),
      mean: rounded(mean[unit] as number),
      deviation: rounded(deviation[unit] as number),
    });
  }
  return found.sort((a, b) => b.effect - a.effect || a.index - b.index);
}

function baseRows({ width, data }: Rows, bases: number): Float32Array {
  return Float32Array.from({ length: bases * width }, (_, i) => data[i] as number);
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

function rounded(value: number): number {
  return Number(value.toPrecision(7));
}
