/** Grey-scale dilation: the largest sum of a pixel and its place's weight in a window. */
import type { Dim } from "../../graph.js";
import type { Operation } from "../operation.js";
import { reach, samePadding } from "./spatial.js";

/** ONNX has none: a picture for each place in the window, moved there, and the largest of them. */
export const dilation2d: Operation = {
  tensorflow: ["Dilation2D"],
  onnx: ["Pad", "Slice", "Add", "Max"],
  write(context) {
    const [x, filter] = [context.input(0), context.input(1)];
    const weights = context.known(1);
    if (weights === undefined) throw context.refuse("its weights are computed in the graph");
    const [kernelHeight = 1, kernelWidth = 1, channels = 1] = weights.dims;
    const [, strideY = 1, strideX = 1] = context.ints("strides");
    const [, rateY = 1, rateX = 1] = context.ints("rates");
    const [batch = 1, oldHeight = 1, oldWidth = 1] = context.shapeOf(x);
    const h = context.fixed(oldHeight, "the height");
    const w = context.fixed(oldWidth, "the width");
    const same = context.text("padding").toUpperCase() === "SAME";
    const [top, bottom] = same ? samePadding(h, kernelHeight, strideY, rateY) : [0, 0];
    const [left, right] = same ? samePadding(w, kernelWidth, strideX, rateX) : [0, 0];
    const padded: Dim[] = [batch, h + top + bottom, w + left + right, channels];
    // The lowest float: a place beyond the edge never wins.
    const lowest = context.scalar("float32", -3.4028234663852886e38);
    const around = context.emit("Pad", [x, context.int64s([0, top, left, 0, 0, bottom, right, 0]), lowest], {
      attributes: { mode: "constant" },
      shape: padded,
    });
    const { shape } = context.output();
    const [, height = 1, width = 1] = shape;
    const rows = context.fixed(height, "the height of the result");
    const columns = context.fixed(width, "the width of the result");
    if (reach(kernelHeight, rateY) > h + top + bottom) throw context.refuse("its window is larger than the picture");
    const taps: string[] = [];
    for (let y = 0; y < kernelHeight; y++) {
      for (let xx = 0; xx < kernelWidth; xx++) {
        const part = context.slice(
          around,
          [
            { axis: 1, begin: y * rateY, end: y * rateY + (rows - 1) * strideY + 1, step: strideY },
            { axis: 2, begin: xx * rateX, end: xx * rateX + (columns - 1) * strideX + 1, step: strideX },
          ],
          shape,
        );
        const from = (y * kernelWidth + xx) * channels;
        const values = weights.values.slice(from, from + channels);
        const weight = context.constant({ type: context.typeOf(filter).type, dims: [channels], values });
        taps.push(context.emit("Add", [part, weight]));
      }
    }
    return taps.length === 1 ? (taps[0] ?? x) : context.emit("Max", taps);
  },
};
