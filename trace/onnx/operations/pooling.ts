/** The largest or mean value of a window. Both leave the padding out of the mean. */
import type { Operation } from "../operation.js";
import { inChannelsFirst, spatialPart, windowOf } from "./spatial.js";

const SAME: Readonly<Record<string, string>> = {
  AvgPool: "AveragePool",
  AvgPool3D: "AveragePool",
  MaxPool: "MaxPool",
  MaxPool3D: "MaxPool",
};

export const pooling: Operation = {
  tensorflow: Object.keys(SAME),
  onnx: ["AveragePool", "MaxPool"],
  write(context) {
    const x = context.input(0);
    const op = SAME[context.op];
    if (op === undefined) throw context.refuse("it is no pool");
    const { kernel, strides, pads } = windowOf(
      context,
      context.shapeOf(x),
      spatialPart(context, context.ints("ksize")),
    );
    const attributes = { kernel_shape: kernel, strides, pads };
    const { shape } = context.output();
    return inChannelsFirst(context, x, (turned, turn) =>
      context.emit(op, [turned], { attributes, shape: turn(shape) }),
    );
  },
};
