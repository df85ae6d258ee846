/** Two changes of the order of axes are one, or none. */
import { permute } from "../dims.js";
import type { Pass } from "./pass.js";

export const cancelTransposes: Pass = {
  ops: ["Transpose"],
  rewrite(node, at) {
    const [value = ""] = node.inputs;
    const order = at.ints(node, "perm");
    if (order.every((from, to) => from === to)) return value;
    const before = at.producer(value, "Transpose");
    if (before === undefined) return undefined;
    const [source = ""] = before.inputs;
    return at.transpose(source, permute(at.ints(before, "perm"), order));
  },
};
