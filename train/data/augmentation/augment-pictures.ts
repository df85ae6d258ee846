/** Flips, crops and changes of colour of training pictures, as operations of the captured step. */
import type { Tensor3D, Tensor4D } from "@tensorflow/tfjs-node";
import type { Random } from "../../../core/random.js";
import { makeTensor, type Tensors } from "../../../core/tensor.js";
import type { TF } from "../../../trace/tensorflow.js";
import type { TensorMap } from "../../recipe.js";
import type { Augmentation, Field } from "../dataset.js";

/**
 * - `flip`: left and right, every second picture;
 * - `crop`: a square of 80 to 100 % of the side, anywhere, brought back to the whole size;
 * - `colour`: brightness and contrast by up to a fifth, and the strength of the colours by up to a third.
 */
export type Augment = "flip" | "crop" | "colour";

/** The least side of a crop. */
const LEAST_SIDE = 0.8;
/** How far brightness, contrast and saturation may go from 1. */
const COLOUR = [0.2, 0.2, 0.33] as const;

/** Names of the random inputs. */
const BOXES = "augment/boxes";
const COLOURS = "augment/colour";

/** The augmentation of a field of pictures; undefined where nothing is to change. */
export function augmentPictures({ name, shape }: Field, kinds: readonly Augment[]): Augmentation | undefined {
  if (kinds.length === 0) return undefined;
  const [height = 1, width = 1, channels = 3] = shape;
  const [flips, crops, colours] = [kinds.includes("flip"), kinds.includes("crop"), kinds.includes("colour")];
  return {
    fields: [name],
    draw: (random, rows) => ({
      ...(flips || crops ? { [BOXES]: boxesOf(random, rows, flips, crops) } : {}),
      ...(colours ? { [COLOURS]: coloursOf(random, rows) } : {}),
    }),
    apply(tf, batch, random): TensorMap {
      let pictures = batch[name] as Tensor4D;
      const [boxes, colour] = [random[BOXES], random[COLOURS]];
      if (boxes !== undefined) pictures = cut(tf, pictures, boxes, [height, width]);
      if (colour !== undefined) pictures = coloured(tf, pictures, colour, channels);
      return { ...batch, [name]: pictures };
    },
  };
}

/** Upper, left, lower and right edge of each picture's part, from 0 to 1; left and right are swapped where it is flipped. */
function boxesOf(random: Random, rows: number, flips: boolean, crops: boolean): Tensors[string] {
  const boxes = new Float32Array(rows * 4);
  for (let row = 0; row < rows; row++) {
    const side = crops ? random.between(LEAST_SIDE, 1) : 1;
    const [top, left] = crops ? [random.between(0, 1 - side), random.between(0, 1 - side)] : [0, 0];
    const across = flips && random.uniform() < 0.5 ? [left + side, left] : [left, left + side];
    boxes.set([top, across[0] as number, top + side, across[1] as number], row * 4);
  }
  return makeTensor("float32", [rows, 4], boxes);
}

function coloursOf(random: Random, rows: number): Tensors[string] {
  const factors = Float32Array.from({ length: rows * 3 }, (_, i) => {
    const reach = COLOUR[(i % 3) as 0 | 1 | 2];
    return random.between(1 - reach, 1 + reach);
  });
  return makeTensor("float32", [rows, 3], factors);
}

/** One operation cuts, flips and resizes: a box whose left edge is right of its right one is read backwards. */
function cut(tf: TF, pictures: Tensor4D, boxes: TensorMap[string], size: [number, number]): Tensor4D {
  const own = tf.tensor1d(
    Int32Array.from({ length: pictures.shape[0] }, (_, i) => i),
    "int32",
  );
  return tf.image.cropAndResize(pictures, boxes as ReturnType<TF["tensor2d"]>, own, size, "bilinear");
}

function coloured(tf: TF, pictures: Tensor4D, factors: TensorMap[string], channels: number): Tensor4D {
  const column = (i: number) => tf.reshape(tf.slice(factors as Tensor3D, [0, i], [-1, 1]), [-1, 1, 1, 1]);
  let changed = tf.mul(pictures, column(0));
  const mean = tf.mean(changed, [1, 2, 3], true);
  changed = tf.add(mean, tf.mul(tf.sub(changed, mean), column(1)));
  if (channels > 1) {
    const grey = tf.mean(changed, 3, true);
    changed = tf.add(grey, tf.mul(tf.sub(changed, grey), column(2)));
  }
  return tf.clipByValue(changed, 0, 255) as Tensor4D;
}
