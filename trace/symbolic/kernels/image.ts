import { bool, float, ints, type Kernel, type Kernels, like, need, text, type } from "../emit.js";

const resize =
  (op: string): Kernel =>
  (emit, inputs, { alignCorners, halfPixelCenters, size }) => {
    const images = need(inputs, "images");
    const [height = 1, width = 1] = size as number[];
    const [batch = 1, , , depth = 1] = images.shape;
    return emit.op(
      op,
      [images, ints(emit, [height, width])],
      { T: type(images.dtype), align_corners: bool(alignCorners), half_pixel_centers: bool(halfPixelCenters) },
      {
        dtype: op === "ResizeBilinear" ? "float32" : like(images).dtype,
        shape: [batch, height, width, depth],
      },
    );
  };

/** Pictures of another size. */
export const image: Kernels = {
  ResizeBilinear: resize("ResizeBilinear"),
  ResizeNearestNeighbor: resize("ResizeNearestNeighbor"),
  CropAndResize: (emit, inputs, { cropSize, method, extrapolationValue }) => {
    const [images, boxes, boxInd] = [need(inputs, "image"), need(inputs, "boxes"), need(inputs, "boxInd")];
    const size = cropSize as number[];
    return emit.op(
      "CropAndResize",
      [images, boxes, boxInd, ints(emit, size)],
      {
        T: type(images.dtype),
        method: text(String(method)),
        extrapolation_value: float(Number(extrapolationValue)),
      },
      { dtype: "float32", shape: [boxes.shape[0] ?? 0, ...size, images.shape[3] ?? 1] },
    );
  },
};
