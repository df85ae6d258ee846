/** Blocks of pixels moved into channels or into the batch, and back. */
import type { Dim } from "../../graph.js";
import { scaleDim } from "../dims.js";
import type { Operation } from "../operation.js";

/** Channels [block, block, depth] become a block of pixels; ONNX's mode DCR has the same order. */
export const depthToSpace: Operation = {
  tensorflow: ["DepthToSpace"],
  onnx: ["Reshape", "Transpose"],
  write(context) {
    const x = context.input(0);
    const block = context.int("block_size");
    if (context.text("data_format", "NHWC") !== "NHWC") {
      return context.emit("DepthToSpace", [x], { attributes: { blocksize: block }, shape: context.output().shape });
    }
    const [batch = 1, height = 1, width = 1, channels = 1] = context.shapeOf(x);
    const depth = context.fixed(channels, "the number of channels") / (block * block);
    const apart = context.reshape(x, [batch, height, width, block, block, depth]);
    return context.reshape(context.transpose(apart, [0, 1, 3, 2, 4, 5]), context.output().shape);
  },
};

/** The tensor is padded, taken apart into blocks, and the place inside of a block goes in front of the batch. */
export const spaceToBatch: Operation = {
  tensorflow: ["SpaceToBatchND"],
  onnx: ["Pad", "Reshape", "Transpose"],
  write(context) {
    const blocks = context.numbers(1, "block sizes");
    const paddings = context.numbers(2, "paddings");
    const x = context.input(0);
    const shape = context.shapeOf(x);
    const spatial = blocks.length;
    const pads = [0, 1].flatMap((side) =>
      shape.map((_, axis) => (axis >= 1 && axis <= spatial ? (paddings[2 * (axis - 1) + side] ?? 0) : 0)),
    );
    const larger = shape.map((dim, axis): Dim => {
      const extra = (pads[axis] ?? 0) + (pads[axis + shape.length] ?? 0);
      return extra === 0 ? dim : context.fixed(dim, "a length that is padded") + extra;
    });
    const { type } = context.typeOf(x);
    const padded = pads.some((one) => one !== 0)
      ? context.emit("Pad", [x, context.int64s(pads), context.scalar(type, 0)], {
          attributes: { mode: "constant" },
          shape: larger,
        })
      : x;
    const rest = larger.slice(spatial + 1);
    const apart = blocks.flatMap((block, i): Dim[] => {
      return [context.fixed(larger[i + 1], "a length of blocks") / block, block];
    });
    const order = [
      ...blocks.map((_, i) => 2 * i + 2),
      0,
      ...blocks.map((_, i) => 2 * i + 1),
      ...rest.map((_, i) => 2 * spatial + 1 + i),
    ];
    const batch = larger[0] ?? 1;
    const moved = context.transpose(context.reshape(padded, [batch, ...apart, ...rest]), order);
    return context.reshape(moved, context.output().shape);
  },
};

/** The way back: the front of the batch becomes blocks, and what is too much is cut off. */
export const batchToSpace: Operation = {
  tensorflow: ["BatchToSpaceND"],
  onnx: ["Reshape", "Transpose", "Slice"],
  write(context) {
    const blocks = context.numbers(1, "block sizes");
    const crops = context.numbers(2, "crops");
    const x = context.input(0);
    const [batch = 1, ...others] = context.shapeOf(x);
    const spatial = blocks.length;
    const count = blocks.reduce((product, block) => product * block, 1);
    const examples = scaleDim(batch, 1 / count);
    const lengths = others.slice(0, spatial);
    const rest = others.slice(spatial);
    const apart = context.reshape(x, [...blocks, examples, ...others]);
    const order = [
      spatial,
      ...blocks.flatMap((_, i) => [spatial + 1 + i, i]),
      ...rest.map((_, i) => 2 * spatial + 1 + i),
    ];
    const whole = lengths.map((dim, i): Dim => scaleDim(dim, blocks[i] ?? 1));
    const merged = context.reshape(context.transpose(apart, order), [examples, ...whole, ...rest]);
    const { shape } = context.output();
    const parts = blocks.flatMap((_, i) => {
      const [begin = 0, end = 0] = crops.slice(2 * i, 2 * i + 2);
      if (begin === 0 && end === 0) return [];
      return [{ axis: i + 1, begin, end: context.fixed(whole[i], "a length that is cropped") - end }];
    });
    return context.slice(merged, parts, shape);
  },
};
