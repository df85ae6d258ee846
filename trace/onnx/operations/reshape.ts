/** The same values in the same order, in another shape. */
import type { Operation } from "../operation.js";

/** The target is not looked at: the recording knows the shape of the result, and which of its lengths is the batch. */
export const reshape: Operation = {
  tensorflow: ["Reshape", "ExpandDims"],
  elsewhere: ["Squeeze"],
  onnx: ["Reshape"],
  complex: true,
  write: (context) => context.reshape(context.input(0), context.output().shape),
};
