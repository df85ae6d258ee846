/** Sums and products of all that came before. */
import type { Dim } from "../../graph.js";
import { positiveAxis } from "../dims.js";
import type { Operation, OperationContext } from "../operation.js";

export const cumsum: Operation = {
  tensorflow: ["Cumsum"],
  onnx: ["CumSum"],
  write(context) {
    const axis = positiveAxis(context.number(1, "axes"), context.rank(0));
    const attributes = { exclusive: Number(context.bool("exclusive")), reverse: Number(context.bool("reverse")) };
    const x = context.input(0);
    return context.emit("CumSum", [x, context.int64(axis)], { attributes, shape: context.shapeOf(x) });
  },
};

/** ONNX has none before operator set 26. Each step multiplies with what lies 1, 2, 4, … before: as many as bits in the length. */
export const cumprod: Operation = {
  tensorflow: ["Cumprod"],
  onnx: ["Pad", "Slice", "Mul"],
  write(context) {
    const axis = positiveAxis(context.number(1, "axes"), context.rank(0));
    const x = context.input(0);
    const length = context.fixed(context.shapeOf(x)[axis], "the length of its axis");
    const reverse = context.bool("reverse");
    let product = context.bool("exclusive") ? shifted(context, x, axis, 1, reverse) : x;
    for (let step = 1; step < length; step *= 2) {
      product = context.emit("Mul", [product, shifted(context, product, axis, step, reverse)]);
    }
    return product;
  },
};

/** The tensor moved along an axis, with ones where nothing comes from. */
function shifted(context: OperationContext, value: string, axis: number, by: number, back: boolean): string {
  const { type, shape } = context.typeOf(value);
  const length = Number(shape[axis]);
  const rest: Dim[] = shape.map((dim, i) => (i === axis ? length - by : dim));
  const part = back ? { axis, begin: by } : { axis, begin: 0, end: length - by };
  const kept = context.slice(value, [part], rest);
  const pads = Array.from({ length: 2 * shape.length }, () => 0);
  pads[back ? shape.length + axis : axis] = by;
  return context.emit("Pad", [kept, context.int64s(pads), context.scalar(type, 1)], {
    attributes: { mode: "constant" },
    shape,
  });
}
