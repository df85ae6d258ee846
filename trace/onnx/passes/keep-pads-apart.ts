/**
 * Keeps a pad before a pool where it is. onnxruntime (1.30, PadFusion) moves constant pads into the pool, and then refuses the
 * file when they are not smaller than the window; pads that are computed it leaves alone.
 */
import { isBatchDim } from "../../graph.js";
import type { Pass } from "./pass.js";

export const keepPadsApart: Pass = {
  ops: ["AveragePool", "MaxPool"],
  rewrite(node, at) {
    const [x = "", ...others] = node.inputs;
    const pad = at.producer(x, "Pad");
    const pads = at.numbers(pad?.inputs[1]);
    if (pad === undefined || pads === undefined) return undefined;
    const kernel = at.ints(node, "kernel_shape");
    const rank = pads.length / 2;
    const own = at.ints(node, "pads");
    const fits = kernel.every((size, i) => {
      const [before = 0, after = 0] = [pads[i + 2], pads[i + 2 + rank]];
      return before + (own[i] ?? 0) < size && after + (own[i + kernel.length] ?? 0) < size;
    });
    const batch = at.shapeOf(x).find(isBatchDim);
    if (fits || batch === undefined) return undefined;
    const nothing = at.emit("Mul", [at.length(batch), at.int64s([0])]);
    const computed = at.emit("Add", [pad.inputs[1] ?? "", nothing], { shape: [pads.length] });
    const [value = "", , ...fill] = pad.inputs;
    const { attributes } = pad;
    const padded = at.emit("Pad", [value, computed, ...fill], { attributes, shape: at.shapeOf(x) });
    return at.emit(node.op, [padded, ...others], {
      attributes: node.attributes,
      shape: at.shapeOf(node.outputs[0] ?? ""),
    });
  },
};
