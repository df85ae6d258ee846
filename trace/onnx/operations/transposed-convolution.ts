/** Transposed convolutions: TensorFlow has them as the gradients of convolutions. */
import type { Operation } from "../operation.js";
import { inChannelsFirst, reach, spatialPart, windowOf } from "./spatial.js";

/**
 * Inputs: the shape of the result, the kernel [height, width, out, in], and the picture. The paddings follow from the
 * result's lengths, which are known when the file is written: with `output_shape` instead, onnxruntime puts an odd padding
 * at the other end than TensorFlow does.
 */
export const transposedConvolution: Operation = {
  tensorflow: ["Conv2DBackpropInput", "Conv3DBackpropInputV2"],
  onnx: ["ConvTranspose"],
  write(context) {
    const [filter, x] = [context.input(1), context.input(2)];
    const sizes = context.shapeOf(filter).map((dim) => context.fixed(dim, "the kernel"));
    const spatial = sizes.slice(0, -2);
    const rank = sizes.length;
    const weight = context.transpose(filter, [rank - 1, rank - 2, ...spatial.map((_, i) => i)]);
    const { shape } = context.output();
    const { kernel, strides, dilations, pads } = windowOf(context, shape, spatial);
    const before = spatialPart(context, context.shapeOf(x)).map((dim) => context.fixed(dim, "a length"));
    const after = spatialPart(context, shape).map((dim) => context.fixed(dim, "a length of the result"));
    const outputPadding = after.map((length, i) => {
      const taken = (pads[i] ?? 0) + (pads[i + kernel.length] ?? 0);
      return length - ((strides[i] ?? 1) * ((before[i] ?? 1) - 1) + reach(kernel[i] ?? 1, dilations[i] ?? 1) - taken);
    });
    const attributes = { kernel_shape: kernel, strides, dilations, pads, output_padding: outputPadding };
    return inChannelsFirst(context, x, (turned, turn) =>
      context.emit("ConvTranspose", [turned, weight], { attributes, shape: turn(shape) }),
    );
  },
};
