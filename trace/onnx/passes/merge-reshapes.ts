/** A change of shape after another one is the last of them, and none where the shape is what it was. */
import type { Pass } from "./pass.js";

const CHANGES = ["Reshape", "Squeeze", "Unsqueeze", "Flatten"];

export const mergeReshapes: Pass = {
  ops: CHANGES,
  rewrite(node, at) {
    const [value = ""] = node.inputs;
    const shape = at.shapeOf(node.outputs[0] ?? "");
    let source = value;
    for (let before = at.producer(source, ...CHANGES); before !== undefined; before = at.producer(source, ...CHANGES)) {
      source = before.inputs[0] ?? source;
    }
    const found = at.shapeOf(source);
    if (source === value && JSON.stringify(found) !== JSON.stringify(shape)) return undefined;
    return at.reshape(source, shape);
  },
};
