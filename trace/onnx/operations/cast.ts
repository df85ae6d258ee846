/** Element types. */
import type { Operation } from "../operation.js";

export const cast: Operation = {
  tensorflow: ["Cast"],
  onnx: ["Cast"],
  write: (context) => context.cast(context.input(0), context.output().type),
};
