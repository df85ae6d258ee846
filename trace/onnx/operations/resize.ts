/** Pictures made larger or smaller. */
import type { Operation, OperationContext } from "../operation.js";
import { inChannelsFirst } from "./spatial.js";

export const resizeBilinear: Operation = {
  tensorflow: ["ResizeBilinear"],
  onnx: ["Resize"],
  write: (context) => resize(context, "linear", {}),
};

/** Rounds down, except where pixels have centres or corners: there TensorFlow rounds to the nearest, halves up. */
export const resizeNearest: Operation = {
  tensorflow: ["ResizeNearestNeighbor"],
  onnx: ["Resize"],
  write(context) {
    const centred = context.bool("half_pixel_centers") || context.bool("align_corners");
    return resize(context, "nearest", { nearest_mode: centred ? "round_prefer_ceil" : "floor" });
  },
};

function resize(context: OperationContext, mode: string, more: Readonly<Record<string, string>>): string {
  // TensorFlow computes with floats, whatever goes in, and keeps the type for the nearest pixel only.
  const x = mode === "linear" ? context.cast(context.input(0), "float32") : context.input(0);
  const { shape } = context.output();
  const [, height = 1, width = 1] = shape;
  const [, oldHeight = 1, oldWidth = 1] = context.shapeOf(x);
  const lengths = [oldHeight, oldWidth, height, width].map((dim) => context.fixed(dim, "a length"));
  const [h = 1, w = 1, newH = 1, newW = 1] = lengths;
  const transformation = context.bool("align_corners")
    ? "align_corners"
    : context.bool("half_pixel_centers")
      ? "half_pixel"
      : "asymmetric";
  const attributes = { mode, coordinate_transformation_mode: transformation, ...more };
  return inChannelsFirst(context, x, (turned, turn) => {
    const after = turn(shape);
    if (newH % h === 0 && newW % w === 0) {
      const scales = context.constant({
        type: "float32",
        dims: [4],
        values: Float32Array.of(1, 1, newH / h, newW / w),
      });
      return context.emit("Resize", [turned, "", scales], { attributes, shape: after });
    }
    return context.emit("Resize", [turned, "", "", context.shapeVector(after)], { attributes, shape: after });
  });
}
