/** Only axes of length 1 move: the values stay where they are. */
import type { Pass } from "./pass.js";

export const transposeAsReshape: Pass = {
  ops: ["Transpose"],
  rewrite(node, at) {
    const [value = ""] = node.inputs;
    const shape = at.shapeOf(value);
    const moved = at.ints(node, "perm").filter((axis) => shape[axis] !== 1);
    if (!moved.every((axis, i) => i === 0 || axis > (moved[i - 1] ?? 0))) return undefined;
    return at.reshape(value, at.shapeOf(node.outputs[0] ?? ""));
  },
};
