/** Ways from one latent vector to another. Both ends are reached exactly. */
import { at } from "kilnjs";

/** `lerp`: the straight line. `slerp`: along the arc (Shoemake 1985; White 2016), which keeps away from the dull middle. */
export const methods = ["slerp", "lerp"] as const;

export type Method = (typeof methods)[number];

/** Below this angle (radians) an arc is a straight line to float precision. */
const SMALLEST_ANGLE = 1e-4;

/** `steps` points from `from` to `to`, both included. */
export function pathBetween(from: Float32Array, to: Float32Array, steps: number, method: Method): Float32Array[] {
  const between = method === "slerp" ? slerp : lerp;
  return Array.from({ length: steps }, (_, i) => {
    if (i === 0) return from.slice();
    if (i === steps - 1) return to.slice();
    return between(from, to, i / (steps - 1));
  });
}

/** The point `t` of the way along the straight line. */
export function lerp(from: Float32Array, to: Float32Array, t: number): Float32Array {
  return weighted(from, 1 - t, to, t);
}

/**
 * The point `t` of the way along the arc: the angle between the vectors is divided evenly, and the length goes along.
 * Vectors of zero length or one direction have no arc: there it is the straight line, and for opposite ones too.
 */
export function slerp(from: Float32Array, to: Float32Array, t: number): Float32Array {
  const lengths = Math.sqrt(dot(from, from) * dot(to, to));
  if (lengths === 0) return lerp(from, to, t);
  const angle = Math.acos(Math.min(1, Math.max(-1, dot(from, to) / lengths)));
  const sine = Math.sin(angle);
  if (angle < SMALLEST_ANGLE || sine < SMALLEST_ANGLE) return lerp(from, to, t);
  return weighted(from, Math.sin((1 - t) * angle) / sine, to, Math.sin(t * angle) / sine);
}

function weighted(a: Float32Array, weightA: number, b: Float32Array, weightB: number): Float32Array {
  return a.map((value, i) => value * weightA + at(b, i) * weightB);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += at(a, i) * at(b, i);
  return sum;
}
