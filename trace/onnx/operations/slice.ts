/** A box out of a tensor. */
import { type Dim, isBatchDim, sameDim } from "../../graph.js";
import { addDims, ONNX_END } from "../emitter.js";
import type { Operation, OperationContext } from "../operation.js";

export const slice: Operation = {
  tensorflow: ["Slice"],
  onnx: ["Slice"],
  complex: true,
  write(context) {
    const x = context.input(0);
    const before = context.recordedType(0).shape;
    const after = context.node.outputs[0]?.shape ?? [];
    const begins = context.numbers(1, "beginnings");
    const parts = begins.flatMap((begin, axis) => {
      const [length, wanted] = [before[axis] ?? 1, after[axis] ?? 1];
      if (begin === 0 && sameDim(length, wanted)) return [];
      return [{ axis, begin, end: endOf(context, length, begin, wanted) }];
    });
    return context.slice(x, parts, context.output().shape);
  },
};

/** Where a part of `wanted` elements ends: a number, the end of the axis, or some elements before it. */
function endOf(context: OperationContext, length: Dim, begin: number, wanted: Dim): number {
  if (!isBatchDim(wanted)) return begin + wanted;
  const end = addDims([wanted, begin]);
  if (sameDim(end, length)) return ONNX_END;
  const [a, b] = [end, length];
  if (isBatchDim(a) && isBatchDim(b) && a.scale === b.scale && a.offset < b.offset) return a.offset - b.offset;
  throw context.refuse("it takes a part of the batch that grows otherwise than the batch does");
}
