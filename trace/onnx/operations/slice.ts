/** A box out of a tensor. */
import { type Dim, isBatchDim, sameDim } from "../../graph.js";
import { addDims, ONNX_END } from "../emitter.js";
import type { Operation } from "../operation.js";

export const slice: Operation = {
  tensorflow: ["Slice"],
  onnx: ["Slice"],
  complex: true,
  write(context) {
    const before = context.recordedType(0).shape;
    const after = context.node.outputs[0]?.shape ?? [];
    const parts = context.lengths(1, "beginnings").flatMap((begin, axis) => {
      const [length, wanted] = [before[axis] ?? 1, after[axis] ?? 1];
      if (begin === 0 && sameDim(length, wanted)) return [];
      return [{ axis, begin: fromEnd(begin, length), end: fromEnd(addDims([begin, wanted]), length) }];
    });
    return context.slice(context.input(0), parts, context.output().shape);
  },
};

/** A place that follows the batch, as a distance from the end of its axis, where that is fixed. */
export function fromEnd(place: Dim, length: Dim): Dim {
  if (!isBatchDim(place)) return place;
  if (sameDim(place, length)) return ONNX_END;
  return isBatchDim(length) && place.scale === length.scale && place.offset < length.offset
    ? place.offset - length.offset
    : place;
}
