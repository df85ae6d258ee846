/** Local response normalisation over neighbouring channels. */
import type { Operation } from "../operation.js";
import { inChannelsFirst } from "./spatial.js";

/** ONNX takes the width of the window and divides alpha by it; TensorFlow takes its radius and does not. */
export const localResponseNormalisation: Operation = {
  tensorflow: ["LRN"],
  onnx: ["LRN"],
  write(context) {
    const size = 2 * context.int("depth_radius", 5) + 1;
    const attributes = {
      size,
      alpha: { float: context.float("alpha", 1) * size },
      beta: { float: context.float("beta", 0.5) },
      bias: { float: context.float("bias", 1) },
    };
    const { shape } = context.output();
    return inChannelsFirst(context, context.input(0), (turned, turn) =>
      context.emit("LRN", [turned], { attributes, shape: turn(shape) }),
    );
  },
};
