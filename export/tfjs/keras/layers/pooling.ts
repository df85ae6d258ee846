/** Pooling over everything, with lengths kept or not: https://keras.io/api/layers/pooling_layers/ */
import type { Tensor } from "@tensorflow/tfjs";
import type { LayerDefinition } from "../define-layer.js";

function overAll(className: string, axes: readonly number[], kind: "mean" | "max"): LayerDefinition {
  return {
    className,
    outputShape: ([shape = []], { keepdims }) =>
      keepdims === true
        ? shape.map((length, axis) => (axes.includes(axis) ? 1 : length))
        : shape.filter((_, axis) => !axes.includes(axis)),
    call: ({ tf, options }, x) => tf[kind](x as Tensor, [...axes], options.keepdims === true),
  };
}

/** See the head of the file. */
export const poolingLayers: readonly LayerDefinition[] = [
  overAll("GlobalAveragePooling1D", [1], "mean"),
  overAll("GlobalMaxPooling1D", [1], "max"),
  overAll("GlobalAveragePooling2D", [1, 2], "mean"),
  overAll("GlobalMaxPooling2D", [1, 2], "max"),
  overAll("GlobalAveragePooling3D", [1, 2, 3], "mean"),
  overAll("GlobalMaxPooling3D", [1, 2, 3], "max"),
];
