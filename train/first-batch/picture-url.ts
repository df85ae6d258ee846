/** A picture of a batch as a data URL. */
import sharp from "sharp";
import { toBase64 } from "../../core/bytes.js";
import type { Tensor } from "../../core/tensor.js";
import type { Range } from "./summary.js";

/**
 * A PNG of one example.
 *
 * @param numbers of the example, [height, width, channels] of `tensor`, which has 1 or 3 channels.
 * @param range of the whole tensor: levels of 0 to 1 or 0 to 255 are kept, others are stretched over it.
 * @throws Error when the numbers are no picture of that shape.
 */
export async function pictureUrl(
  { dims }: Pick<Tensor, "dims">,
  numbers: ArrayLike<number>,
  range: Range,
): Promise<string> {
  const [, height = 0, width = 0, channels = 0] = dims;
  const [low, high] = levelsOf(range);
  const levels = Uint8ClampedArray.from(numbers, (value) => (255 * (value - low)) / (high - low));
  const raw = { width, height, channels: channels === 1 ? 1 : 3 } as const;
  const png = await sharp(levels, { raw }).png().toBuffer();
  return `data:image/png;base64,${toBase64(png)}`;
}

/** What is black and what is white. */
function levelsOf({ least, most }: Range): [number, number] {
  if (least >= 0 && most <= 1) return [0, 1];
  if (least >= 0 && most <= 255) return [0, 255];
  return most > least ? [least, most] : [least - 1, most + 1];
}
