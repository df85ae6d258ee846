/** Drawn digits as examples to train on. */
import { createHash } from "node:crypto";
import { at, type DataSummary, Random, type Tensors, tensorOf } from "kilnjs";
import type { TrainingData } from "kilnjs/train";
import { EDGE, labels } from "../contract.js";
import { drawDigit } from "./draw.js";

const PIXELS = EDGE * EDGE;

/** Pictures, and which digit is on each. */
export interface Digits extends TrainingData {
  readonly summary: DataSummary;
  /** Tensors of some examples: `image` float32 [rows, 28, 28], `digit` int32 [rows]. */
  batch(indices: Uint32Array): Tensors;
}

/** Draws digits; the same seed draws the same ones. */
export function drawnDigits(examples: number, seed: number): Digits {
  const random = Random.seeded(seed, "digits");
  const digits = Int32Array.from({ length: examples }, (_, i) => i % labels.length);
  const images = new Float32Array(examples * PIXELS);
  for (const [i, digit] of digits.entries()) images.set(drawDigit(digit, random), i * PIXELS);
  return {
    examples,
    summary: {
      source: `drawn digits, seed ${seed}`,
      simulated: true,
      sha256: createHash("sha256").update(images).update(digits).digest("hex"),
      counts: { pictures: examples },
    },
    batch(indices) {
      const chosen = new Float32Array(indices.length * PIXELS);
      for (const [row, i] of indices.entries()) chosen.set(images.subarray(i * PIXELS, (i + 1) * PIXELS), row * PIXELS);
      return {
        image: tensorOf("float32", [indices.length, EDGE, EDGE], chosen),
        digit: tensorOf(
          "int32",
          [indices.length],
          Array.from(indices, (i) => at(digits, i, "digit")),
        ),
      };
    },
  };
}
