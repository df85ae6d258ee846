/** The state of the faces view, and the address that it has. */
import { type Method, methods } from "../interpolate.js";
import { samplers } from "../sampler.js";
import { type Draw, type Point, pointText, readPoint } from "./point.js";

export interface FacesState {
  readonly draw: Draw;
  /** The face in the middle of the view. */
  readonly face: Point;
  /** Ends of the way. */
  readonly a: Point;
  readonly b: Point;
  readonly method: Method;
  /** Sliders of the pad, across and down; empty: the first two. */
  readonly axes: readonly [string, string] | null;
}

const firstDraw: Draw = { seed: 1, sampler: "mixture", temperature: 1 };

/** The face of a draw. */
export function sampled(draw: Draw, index: number): Point {
  return { base: { kind: "sample", draw, index }, moves: {} };
}

/** The state of an address; whatever it does not say, or says wrongly, is as it is at first. */
export function readState(query: URLSearchParams, size: number): FacesState {
  const draw = readDraw(query);
  const point = (name: string, otherwise: Point): Point => readPoint(query.get(name) ?? "", size) ?? otherwise;
  const [across, down] = (query.get("pad") ?? "").split(",");
  return {
    draw,
    face: point("face", sampled(draw, 0)),
    a: point("a", sampled(draw, 0)),
    b: point("b", sampled(draw, 1)),
    method: methods.find((one) => one === query.get("way")) ?? "slerp",
    axes: across === undefined || down === undefined ? null : [across, down],
  };
}

/** Writes the state into an address; what is as at first is left out. What is not of this view stays. */
export function writeState(state: FacesState, query: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(query);
  const set = (name: string, value: string, otherwise: string): void => {
    if (value === otherwise) next.delete(name);
    else next.set(name, value);
  };
  const { draw, face, a, b, method, axes } = state;
  set("seed", String(draw.seed), String(firstDraw.seed));
  set("sampler", draw.sampler, firstDraw.sampler);
  set("t", String(draw.temperature), "1");
  set("face", pointText(face), pointText(sampled(draw, 0)));
  set("a", pointText(a), pointText(sampled(draw, 0)));
  set("b", pointText(b), pointText(sampled(draw, 1)));
  set("way", method, "slerp");
  set("pad", axes === null ? "" : axes.join(), "");
  return next;
}

function readDraw(query: URLSearchParams): Draw {
  const seed = Number(query.get("seed") ?? firstDraw.seed);
  const temperature = Number(query.get("t") ?? firstDraw.temperature);
  return {
    seed: Number.isSafeInteger(seed) ? seed : firstDraw.seed,
    sampler: samplers.find((one) => one === query.get("sampler")) ?? firstDraw.sampler,
    temperature: temperature >= 0 && temperature <= 2 ? temperature : firstDraw.temperature,
  };
}
