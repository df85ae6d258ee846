/** What goes into the graph of the model, and what comes out of it. */
import { batch, type Contract } from "kilnjs";

/** Pixels along an edge of a picture. */
export const EDGE = 28;

/** The classes, in the order of their index. */
export const labels = [..."0123456789"];

/** The contract of the only graph. */
export const digitsContract: Contract = {
  formatVersion: 2,
  model: "digits",
  name: "digits",
  title: "Digits",
  description: "Which digit is on a picture. Trained on simulated pictures: digits that were drawn.",
  processing: "digits@1",
  inputs: [
    {
      name: "image",
      kind: { kind: "number" },
      type: "float32",
      dimensions: [batch, { name: "row", size: EDGE }, { name: "column", size: EDGE }],
      unit: "grey, 0 is paper and 255 is ink",
      description: "the picture",
      sample: { distribution: "uniform", minimum: 0, maximum: 255 },
      range: { minimum: 0, maximum: 255 },
    },
  ],
  outputs: [
    {
      name: "probability",
      type: "float32",
      dimensions: [batch, { name: "digit", size: labels.length }],
      unit: "1",
      description: "of each digit; they sum up to 1",
      labels,
    },
  ],
  edgeCases: [
    { name: "empty paper", inputs: { image: [0] } },
    { name: "nothing but ink", inputs: { image: [255] } },
  ],
};
