/** A cast of a cast is one, where the type in between loses nothing. */
import type { OnnxType } from "../graph.js";
import type { Pass } from "./pass.js";

/** Types that hold all values of another. */
const WIDER: Readonly<Record<OnnxType, readonly OnnxType[]>> = {
  bool: ["uint8", "int32", "int64", "float32"],
  uint8: ["int32", "int64", "float32"],
  int32: ["int64"],
  int64: [],
  float32: [],
};

export const mergeCasts: Pass = {
  ops: ["Cast"],
  rewrite(node, at) {
    const before = at.producer(node.inputs[0], "Cast");
    if (before === undefined) return undefined;
    const [source = ""] = before.inputs;
    const from = at.typeOf(source).type;
    const between = at.typeOf(before.outputs[0] ?? "").type;
    // Lengths are int64 in ONNX and int32 in TensorFlow: none is so large that the way there and back loses anything.
    const isLength = from === "int64" && between === "int32" && at.shapeOf(source).length <= 1;
    if (!WIDER[from].includes(between) && !isLength) return undefined;
    return at.cast(source, at.typeOf(node.outputs[0] ?? "").type);
  },
};
