/** Operators that change nothing: plus 0, times 1, a cast to the same type, a pad of nothing. */
import { uniformValue } from "../constants.js";
import { sameShape } from "../dims.js";
import type { Pass } from "./pass.js";

/** The number that changes nothing as second operand; as first one too where the order does not matter. */
const NEUTRAL: Readonly<Record<string, { readonly number: number; readonly eitherSide: boolean }>> = {
  Add: { number: 0, eitherSide: true },
  Div: { number: 1, eitherSide: false },
  Mul: { number: 1, eitherSide: true },
  Pow: { number: 1, eitherSide: false },
  Sub: { number: 0, eitherSide: false },
};

export const removeNeutral: Pass = {
  ops: Object.keys(NEUTRAL),
  rewrite(node, at) {
    const [a = "", b = ""] = node.inputs;
    const { number, eitherSide } = NEUTRAL[node.op] ?? { number: Number.NaN, eitherSide: false };
    const shape = at.shapeOf(node.outputs[0] ?? "");
    const isNeutral = (value: string): boolean => {
      const constant = at.known(value);
      return constant !== undefined && uniformValue(constant) === number;
    };
    if (isNeutral(b) && sameShape(at.shapeOf(a), shape)) return a;
    return eitherSide && isNeutral(a) && sameShape(at.shapeOf(b), shape) ? b : undefined;
  },
};

export const removeIdentity: Pass = {
  ops: ["Identity", "Cast", "Expand", "Pad", "Slice"],
  rewrite(node, at) {
    const [value = ""] = node.inputs;
    const [before, after] = [at.typeOf(value), at.typeOf(node.outputs[0] ?? "")];
    if (before.type !== after.type || !sameShape(before.shape, after.shape)) return undefined;
    if (node.op === "Slice") return at.numbers(node.inputs[4])?.some((step) => step < 0) === true ? undefined : value;
    return node.op === "Pad" && at.numbers(node.inputs[1])?.every((pad) => pad === 0) !== true ? undefined : value;
  },
};
