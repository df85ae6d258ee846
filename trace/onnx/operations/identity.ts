/** What changes nothing in a graph that only answers. */
import type { Operation } from "../operation.js";

export const identity: Operation = {
  tensorflow: ["Identity"],
  elsewhere: ["StopGradient", "PlaceholderWithDefault", "Snapshot", "PreventGradient"],
  onnx: [],
  complex: true,
  write: (context) => context.input(0),
};
