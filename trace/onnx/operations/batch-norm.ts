/** Batch normalisation with the statistics of training. */
import type { Operation } from "../operation.js";
import { inChannelsFirst } from "./spatial.js";

/** Inputs: picture, scale, offset, mean, variance. Of the five outputs only the first exists when a model answers. */
export const batchNorm: Operation = {
  tensorflow: ["FusedBatchNorm"],
  elsewhere: ["FusedBatchNormV2", "FusedBatchNormV3"],
  onnx: ["BatchNormalization"],
  write(context) {
    if (context.bool("is_training")) throw context.refuse("it normalises by the batch's own statistics");
    const [, ...statistics] = context.inputs;
    const { shape } = context.output();
    const attributes = { epsilon: { float: context.float("epsilon", 1e-4) } };
    const result = inChannelsFirst(context, context.input(0), (turned, turn) =>
      context.emit("BatchNormalization", [turned, ...statistics.slice(0, 4)], { attributes, shape: turn(shape) }),
    );
    const [, , , mean = "", variance = ""] = context.inputs;
    return [result, mean, variance, mean, variance];
  },
};
