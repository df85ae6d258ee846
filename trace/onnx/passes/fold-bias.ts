/** A number added to each channel after a convolution or a product is its bias. */
import type { OnnxConstant } from "../graph.js";
import type { Pass } from "./pass.js";
import { perChannel } from "./per-channel.js";

export const foldBias: Pass = {
  ops: ["Add", "Sub"],
  rewrite(node, at) {
    const [a = "", b = ""] = node.inputs;
    for (const [value, other] of node.op === "Add" ? [[a, b] as const, [b, a] as const] : [[a, b] as const]) {
      const before = at.producer(value, "Conv", "ConvTranspose");
      const added = at.known(other);
      if (before === undefined || added === undefined || !at.isOnlyUse(value)) continue;
      const { shape } = at.typeOf(value);
      if (at.shapeOf(other).length > shape.length) continue;
      const channels = Number(shape[1]);
      const numbers = perChannel(added, shape.length, 1, channels);
      if (numbers === undefined) continue;
      const [x = "", weight = "", bias] = before.inputs;
      const known = at.known(bias);
      if (bias !== undefined && known === undefined) continue;
      const sign = node.op === "Add" ? 1 : -1;
      const values = numbers.map((number, i) => sign * number + Number(known?.values[i] ?? 0));
      const constant: OnnxConstant = { type: "float32", dims: [channels], values: Float32Array.from(values) };
      return at.emit(before.op, [x, weight, at.constant(constant, "bias")], { attributes: before.attributes, shape });
    }
    return undefined;
  },
};
