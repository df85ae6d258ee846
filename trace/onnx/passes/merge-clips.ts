/** A minimum of a maximum is a clip: that is how tfjs computes `relu6`, `clipByValue`, hard sigmoids. */
import { uniformValue } from "../constants.js";
import type { Pass } from "./pass.js";

export const mergeClips: Pass = {
  ops: ["Max", "Min"],
  rewrite(node, at) {
    const outer = limited(node.inputs, at.known.bind(at));
    if (outer === undefined) return undefined;
    const other = node.op === "Max" ? "Min" : "Max";
    const inner = at.producer(outer.value, other);
    const found = inner === undefined ? undefined : limited(inner.inputs, at.known.bind(at));
    if (found === undefined || !at.isOnlyUse(outer.value)) return undefined;
    const { type, shape } = at.typeOf(found.value);
    const [low, high] = node.op === "Max" ? [outer.limit, found.limit] : [found.limit, outer.limit];
    if (!(low <= high) || shape.length < at.shapeOf(node.outputs[0] ?? "").length) return undefined;
    return at.emit("Clip", [found.value, at.scalar(type, low), at.scalar(type, high)], { shape });
  },
};

/** A value and the one number that it is compared with. */
function limited(
  [a, b, ...more]: readonly string[],
  known: (value: string | undefined) => Parameters<typeof uniformValue>[0] | undefined,
): { value: string; limit: number } | undefined {
  if (a === undefined || b === undefined || more.length > 0) return undefined;
  for (const [value, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const constant = known(other);
    if (constant === undefined || constant.values.length !== 1 || known(value) !== undefined) continue;
    const limit = uniformValue(constant);
    if (limit !== undefined) return { value, limit };
  }
  return undefined;
}
