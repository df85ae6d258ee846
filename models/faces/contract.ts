/** The contracts of `faces`: a picture to the numbers that describe it, and numbers to a picture. All scaling is in the graphs. */

import { batch, CONTRACT_FORMAT_VERSION, type Contract, type Dimension, type EdgeCase } from "kilnjs";
import { z } from "zod";
import { FACE_SIZE } from "./face-size.js";

/** The part of the training configuration that the contract depends on. */
export const facesContractConfig = z.object({ latent: z.int().min(2).max(512) });

export type FacesContractConfig = z.infer<typeof facesContractConfig>;

/** The processing that this contract goes with. */
export const FACES_PROCESSING = "faces@1";

/** Latent numbers beyond this mean nothing: those of training pictures lie within a few units of zero. */
export const LATENT_LIMIT = 100;

const picture: Dimension[] = [
  batch,
  { name: "height", size: FACE_SIZE },
  { name: "width", size: FACE_SIZE },
  { name: "channels", size: 3 },
];

/** The contracts of the encoder and the decoder with `latent` latent numbers. */
export function facesContracts({ latent }: FacesContractConfig): Contract[] {
  const numbers: Dimension[] = [batch, { name: "latent", size: latent }];
  return [encoderContract(numbers), decoderContract(numbers)];
}

/** How pictures lie in the tensors of both graphs; what white is differs. */
const pixels = { kind: "picture", layout: "rows-columns-channels", black: 0 } as const;

function encoderContract(numbers: Dimension[]): Contract {
  return {
    formatVersion: CONTRACT_FORMAT_VERSION,
    model: "faces",
    name: "faces_encoder",
    title: "Faces: encoder",
    description: "Reads a picture and answers the normal distribution of the latent numbers that describe it.",
    processing: FACES_PROCESSING,
    inputs: [
      {
        name: "image",
        kind: { ...pixels, white: 255 },
        type: "float32",
        dimensions: picture,
        unit: "level, 0 to 255",
        description: "RGB pixels, row by row from the top",
        sample: { distribution: "uniform", minimum: 0, maximum: 255 },
        range: { minimum: 0, maximum: 255 },
      },
    ],
    outputs: [
      {
        name: "mean",
        type: "float32",
        dimensions: numbers,
        unit: "standard deviations of the prior",
        description: "means of the latent numbers; decode these to reconstruct the picture",
      },
      {
        name: "log_variance",
        type: "float32",
        dimensions: numbers,
        unit: "log",
        description: "logarithms of the variances of the latent numbers, -8 to 8",
      },
    ],
    edgeCases: imageEdges.map(({ name, values }) => ({ name, inputs: { image: values } })),
  };
}

function decoderContract(numbers: Dimension[]): Contract {
  return {
    formatVersion: CONTRACT_FORMAT_VERSION,
    model: "faces",
    name: "faces_decoder",
    title: "Faces: decoder",
    description: "Draws the picture that latent numbers describe.",
    processing: FACES_PROCESSING,
    inputs: [
      {
        name: "latent",
        kind: { kind: "number" },
        type: "float32",
        dimensions: numbers,
        unit: "standard deviations of the prior",
        description: "latent numbers, for instance the encoder's means or standard normal numbers",
        sample: { distribution: "normal", mean: 0, deviation: 1 },
        range: { minimum: -LATENT_LIMIT, maximum: LATENT_LIMIT },
      },
    ],
    outputs: [
      {
        name: "image",
        kind: { ...pixels, white: 1 },
        type: "float32",
        dimensions: picture,
        unit: "share of full light, 0 to 1",
        description: "RGB pixels, row by row from the top",
        // One level of 255 on average: nobody sees it.
        variantTolerance: 1 / 255,
      },
    ],
    edgeCases: latentEdges.map(({ name, values }) => ({ name, inputs: { latent: values } })),
  };
}

type Edge = Omit<EdgeCase, "inputs"> & { values: number[] };

/** Where runtimes like to differ: no contrast at all, the ends of the scale, full contrast from pixel to pixel. */
const imageEdges: Edge[] = [
  { name: "black", values: [0] },
  { name: "white", values: [255] },
  { name: "one colour", values: [255, 0, 128] },
  { name: "stripes of pixels", values: [0, 0, 0, 255, 255, 255] },
  { name: "levels that do not repeat with the rows", values: [7, 255, 31, 127, 0, 63, 200, 15, 90, 180, 1] },
];

/**
 * The middle of everything, almost the middle, and farther out than any picture lies. Not the limit itself: rounding grows
 * with the numbers, and at 100 the runtimes differ by 1.1e-5 where neither is wrong.
 */
const latentEdges: Edge[] = [
  { name: "zeros", values: [0] },
  { name: "far out", values: [4, -4, 3] },
  { name: "tiny", values: [1e-6, -1e-6] },
  { name: "one sided", values: [8] },
];
