/** Convolutions over one to three axes. */
import type { Operation } from "../operation.js";
import { channelsFirst, inChannelsFirst, windowOf } from "./spatial.js";

/** TensorFlow: kernel [height, width, in, out]; ONNX: [out, in, height, width]. Groups are seen by the number of channels. */
export const convolution: Operation = {
  tensorflow: ["Conv2D", "Conv3D"],
  onnx: ["Conv"],
  write(context) {
    const [x, filter] = [context.input(0), context.input(1)];
    const sizes = context.shapeOf(filter).map((dim) => context.fixed(dim, "the kernel"));
    const spatial = sizes.slice(0, -2);
    const rank = sizes.length;
    const weight = context.transpose(filter, [rank - 1, rank - 2, ...spatial.map((_, i) => i)]);
    const { kernel, strides, dilations, pads } = windowOf(context, context.shapeOf(x), spatial);
    const channels = context.fixed(context.shapeOf(x)[channelsFirst(context) ? 1 : rank - 1], "the number of channels");
    const group = channels / (sizes[rank - 2] ?? 1);
    const attributes = { kernel_shape: kernel, strides, dilations, pads, group };
    const { shape } = context.output();
    return inChannelsFirst(context, x, (turned, turn) =>
      context.emit("Conv", [turned, weight], { attributes, shape: turn(shape) }),
    );
  },
};

/** Each channel has kernels of its own: TensorFlow [height, width, channels, multiplier]. */
export const depthwiseConvolution: Operation = {
  tensorflow: ["DepthwiseConv2dNative"],
  onnx: ["Conv"],
  write(context) {
    const [x, filter] = [context.input(0), context.input(1)];
    const sizes = context.shapeOf(filter).map((dim) => context.fixed(dim, "the kernel"));
    const [height = 1, width = 1, channels = 1, multiplier = 1] = sizes;
    const weight = context.reshape(context.transpose(filter, [2, 3, 0, 1]), [channels * multiplier, 1, height, width]);
    const { kernel, strides, dilations, pads } = windowOf(context, context.shapeOf(x), [height, width]);
    const attributes = { kernel_shape: kernel, strides, dilations, pads, group: channels };
    const { shape } = context.output();
    return inChannelsFirst(context, x, (turned, turn) =>
      context.emit("Conv", [turned, weight], { attributes, shape: turn(shape) }),
    );
  },
};
