/** Zeros put around a picture before a convolution are paddings of the convolution. */
import type { Pass } from "./pass.js";

export const foldPad: Pass = {
  ops: ["Conv"],
  rewrite(node, at) {
    const [x = "", ...others] = node.inputs;
    const pad = at.producer(x, "Pad");
    const pads = at.numbers(pad?.inputs[1]);
    if (pad === undefined || pads === undefined || pad.attributes.mode !== "constant") return undefined;
    if (pad.inputs[2] !== undefined && at.numbers(pad.inputs[2])?.[0] !== 0) return undefined;
    const rank = pads.length / 2;
    const spatial = (side: number): readonly number[] => pads.slice(side * rank + 2, (side + 1) * rank);
    const outside = [pads[0], pads[1], pads[rank], pads[rank + 1]];
    const added = [...spatial(0), ...spatial(1)];
    if (outside.some((one) => one !== 0) || added.some((one) => one < 0)) return undefined;
    const before = at.ints(node, "pads");
    const attributes = { ...node.attributes, pads: added.map((one, i) => one + (before[i] ?? 0)) };
    const shape = at.shapeOf(node.outputs[0] ?? "");
    return at.emit("Conv", [pad.inputs[0] ?? "", ...others], { attributes, shape });
  },
};
