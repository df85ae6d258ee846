/** Every n-th element between two ends, and what `x[..., tf.newaxis, 0]` means. */
import { type Dim, isBatchDim, sameDim } from "../../graph.js";
import { addDims, ONNX_END } from "../emitter.js";
import type { Operation } from "../operation.js";
import { fromEnd } from "./slice.js";

/**
 * Inputs: tensor, beginnings, ends, strides. The masks have a bit for each of these: begin and end count as not given; the
 * ellipsis stands for all axes that are not named; a new axis; an axis of which one element is taken, and that is dropped.
 */
export const stridedSlice: Operation = {
  tensorflow: ["StridedSlice"],
  onnx: ["Slice", "Reshape"],
  write(context) {
    const shape = context.recordedType(0).shape;
    const begins = context.lengths(1, "beginnings");
    const ends = context.lengths(2, "ends");
    const strides = context.numbers(3, "strides");
    const bit = (mask: string, i: number): boolean => ((context.int(mask, 0) >> i) & 1) === 1;
    const named = begins.filter((_, i) => !bit("new_axis_mask", i) && !bit("ellipsis_mask", i)).length;
    const parts: Part[] = [];
    let axis = 0;
    for (const [i, place] of begins.entries()) {
      if (bit("ellipsis_mask", i)) {
        axis += shape.length - named;
        continue;
      }
      if (bit("new_axis_mask", i)) continue;
      const step = strides[i] ?? 1;
      const length = shape[axis] ?? 1;
      const begin = fromEnd(place, length);
      if (bit("shrink_axis_mask", i)) {
        parts.push({ axis, begin, end: begin === -1 ? ONNX_END : addDims([begin, 1]), step: 1 });
      } else {
        const from = bit("begin_mask", i) ? (step < 0 ? ONNX_END : 0) : begin;
        const to = bit("end_mask", i) ? (step < 0 ? -ONNX_END : ONNX_END) : fromEnd(ends[i] ?? 0, length);
        const whole = from === 0 && step === 1 && (to === ONNX_END || sameDim(length, to));
        if (!whole) parts.push({ axis, begin: from, end: to, step });
      }
      axis += 1;
    }
    const { shape: after } = context.output();
    // How long the parts are follows from the result, which has some axes more (length 1) and some less (length 1).
    const kept = after.filter((dim) => dim !== 1);
    let next = 0;
    const sliced = shape.map((dim, at) => {
      const part = parts.find((one) => one.axis === at);
      if (part === undefined) {
        if (dim !== 1) next += 1;
        return dim;
      }
      if (isOne(part)) return 1;
      const length = partLength(dim, part);
      if (length === 1) return 1;
      const result = length ?? kept[next] ?? 1;
      next += 1;
      return result;
    });
    return context.reshape(context.slice(context.input(0), parts, sliced), after);
  },
};

interface Part {
  readonly axis: number;
  readonly begin: Dim;
  readonly end: Dim;
  readonly step: number;
}

function isOne({ begin, end, step }: Part): boolean {
  return step === 1 && (begin === -1 ? end === ONNX_END : sameDim(end, addDims([begin, 1])));
}

/** How long a part of an axis is, where both are fixed. */
function partLength(length: Dim, { begin, end, step }: Part): number | undefined {
  if (isBatchDim(length) || isBatchDim(begin) || isBatchDim(end)) return undefined;
  const clamp = (at: number): number => {
    const positive = at < 0 ? at + length : at;
    return step > 0 ? Math.min(Math.max(positive, 0), length) : Math.min(Math.max(positive, -1), length - 1);
  };
  const to = end === -ONNX_END ? -1 : clamp(end);
  return Math.max(0, Math.ceil((to - clamp(begin)) / step));
}
