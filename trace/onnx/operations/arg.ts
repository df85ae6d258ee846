/** Where the largest and smallest numbers are. */
import { positiveAxis } from "../dims.js";
import type { Operation } from "../operation.js";

export const arg: Operation = {
  tensorflow: ["ArgMax", "ArgMin"],
  onnx: ["ArgMax", "ArgMin", "Cast"],
  write(context) {
    const axis = positiveAxis(context.number(1, "axes"), context.rank(0));
    const { type, shape } = context.output();
    const x = context.input(0);
    const numbers = context.typeOf(x).type === "bool" ? context.cast(x, "int32") : x;
    const found = context.emit(context.op, [numbers], { attributes: { axis, keepdims: 0 }, type: "int64", shape });
    return context.cast(found, type);
  },
};

export const topK: Operation = {
  tensorflow: ["TopKV2"],
  elsewhere: ["TopK"],
  onnx: ["TopK", "Cast"],
  write(context) {
    const [values, indices] = [context.output(0), context.output(1)];
    const k = context.op === "TopK" ? context.int("k") : context.number(1, "numbers of elements");
    const [top = "", found = ""] = context.emitMany(
      "TopK",
      [context.input(0), context.int64s([k])],
      [values, { ...indices, type: "int64" }],
      { axis: -1, largest: 1, sorted: 1 },
    );
    return [top, context.cast(found, indices.type)];
  },
};
