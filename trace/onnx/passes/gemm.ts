/** A product with a matrix of weights, and a vector added: one operator, Gemm. */
import { fixedShape } from "../dims.js";
import type { Pass } from "./pass.js";
import { perChannel } from "./per-channel.js";

export const gemm: Pass = {
  ops: ["Add"],
  rewrite(node, at) {
    const [a = "", b = ""] = node.inputs;
    for (const [value, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const before = at.producer(value, "MatMul");
      const bias = at.known(other);
      if (before === undefined || bias === undefined || !at.isOnlyUse(value)) continue;
      const [x = "", weight = ""] = before.inputs;
      const { shape } = at.typeOf(value);
      const columns = fixedShape(at.shapeOf(weight))?.[1];
      if (at.shapeOf(x).length !== 2 || at.shapeOf(weight).length !== 2 || columns === undefined) continue;
      if (at.typeOf(x).type !== "float32") continue;
      const numbers = perChannel(bias, 2, 1, columns);
      if (numbers === undefined) continue;
      const summand = at.constant({ type: "float32", dims: [columns], values: numbers }, "bias");
      return at.emit("Gemm", [x, weight, summand], { shape });
    }
    return undefined;
  },
};
