/** The inference graphs of `faces`, as their contracts describe them. */
import type { Tensor2D, Tensor4D } from "@tensorflow/tfjs-node";
import type { TF } from "kilnjs/trace";
import type { Forward } from "kilnjs/train";
import { tensorNamed } from "kilnjs/train";
import { decode } from "./network/decoder.js";
import { encode } from "./network/encoder.js";
import type { FacesSettings } from "./settings.js";

/** Levels 0..255 to latent numbers, and latent numbers to levels 0..1. */
export function facesGraphs(tf: TF, settings: FacesSettings): Record<"faces_encoder" | "faces_decoder", Forward> {
  return {
    faces_encoder: (weights, inputs) => {
      const { mean, logVariance } = encode(tf, weights, tensorNamed(inputs, "image") as Tensor4D);
      return { mean, log_variance: logVariance };
    },
    faces_decoder: (weights, inputs) => ({
      image: decode(tf, settings, weights, tensorNamed(inputs, "latent") as Tensor2D),
    }),
  };
}
