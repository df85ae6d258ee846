/** Slices taken by index. */
import { positiveAxis } from "../dims.js";
import type { Operation } from "../operation.js";

export const gather: Operation = {
  tensorflow: ["GatherV2"],
  elsewhere: ["Gather"],
  onnx: ["Gather"],
  write(context) {
    const axis = context.inputs.length > 2 ? positiveAxis(context.number(2, "axes"), context.rank(0)) : 0;
    if (context.int("batch_dims", 0) !== 0) throw context.refuse("it gathers in each example apart (batch_dims)");
    return context.emit("Gather", [context.input(0), context.input(1)], {
      attributes: { axis },
      shape: context.output().shape,
    });
  },
};

export const gatherNd: Operation = {
  tensorflow: ["GatherNd"],
  onnx: ["GatherND"],
  write(context) {
    const indices = context.cast(context.input(1), "int64");
    return context.emit("GatherND", [context.input(0), indices], { shape: context.output().shape });
  },
};
