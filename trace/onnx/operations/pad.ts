/** Numbers put around a tensor: the same everywhere, or mirrored. */
import type { Operation, OperationContext } from "../operation.js";

export const pad: Operation = {
  tensorflow: ["PadV2"],
  elsewhere: ["Pad"],
  onnx: ["Pad"],
  write(context) {
    const x = context.input(0);
    const value = context.inputs[2] ?? context.scalar(context.typeOf(x).type, 0);
    return context.emit("Pad", [x, pads(context), value], {
      attributes: { mode: "constant" },
      shape: context.output().shape,
    });
  },
};

/** "Reflect" leaves the edge out, as ONNX's mode of that name; "symmetric" repeats it, which ONNX has no mode for. */
export const mirrorPad: Operation = {
  tensorflow: ["MirrorPad"],
  onnx: ["Pad", "Gather"],
  write(context) {
    const x = context.input(0);
    if (context.text("mode").toUpperCase() === "REFLECT") {
      return context.emit("Pad", [x, pads(context)], {
        attributes: { mode: "reflect" },
        shape: context.output().shape,
      });
    }
    const paddings = context.numbers(1, "paddings");
    let value = x;
    for (const [axis, dim] of context.shapeOf(x).entries()) {
      const [before = 0, after = 0] = paddings.slice(2 * axis, 2 * axis + 2);
      if (before === 0 && after === 0) continue;
      const length = context.fixed(dim, "a length that is padded");
      const order = Array.from({ length: before + length + after }, (_, i) => {
        const at = i - before;
        return at < 0 ? -at - 1 : at < length ? at : 2 * length - at - 1;
      });
      const shape = context.shapeOf(value).map((old, i) => (i === axis ? order.length : old));
      value = context.emit("Gather", [value, context.int64s(order)], { attributes: { axis }, shape });
    }
    return value;
  },
};

/** TensorFlow's pairs in ONNX's order: all beginnings, then all ends. */
function pads(context: OperationContext): string {
  const paddings = context.numbers(1, "paddings");
  const pick = (offset: number): number[] => paddings.filter((_, i) => i % 2 === offset);
  return context.int64s([...pick(0), ...pick(1)]);
}
