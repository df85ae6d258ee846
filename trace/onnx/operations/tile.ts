/** A tensor again and again along its axes. */
import { isBatchDim } from "../../graph.js";
import type { Operation } from "../operation.js";

/** How often follows from the result's shape, where an axis of length 1 grows to the batch. */
export const tile: Operation = {
  tensorflow: ["Tile"],
  onnx: ["Tile", "Expand"],
  write(context) {
    const x = context.input(0);
    const { shape } = context.output();
    const before = context.shapeOf(x);
    if (before.every((dim, axis) => dim === 1 || dim === shape[axis])) return context.expand(x, shape);
    const times = before.map((dim, axis) => {
      const after = shape[axis] ?? 1;
      if (!isBatchDim(dim)) {
        if (!isBatchDim(after)) return dim === 0 ? 1 : after / dim;
        return { scale: after.scale / dim, offset: after.offset / dim };
      }
      if (isBatchDim(after) && after.scale % dim.scale === 0) return after.scale / dim.scale;
      throw context.refuse("how often it repeats depends on the batch in a way that no length here expresses");
    });
    return context.emit("Tile", [x, context.shapeVector(times)], { shape });
  },
};
