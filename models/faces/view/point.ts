/**
 * A face as the page knows it: where it comes from, and how far it was moved from there. It is what an address holds, so
 * that a link shows somebody else the same face: `7.3` is face 3 of seed 7, counted from 0, `z…` are latent numbers themselves
 * (of a picture, which stays on the visitor's machine), `~hair:1.5` is a slider.
 */
import { fromBase64, toBase64 } from "kilnjs";
import type { FacesFitted } from "../fitted.js";
import { drawLatents, type Sampler, samplers } from "../sampler.js";

/** Which samples are drawn. */
export interface Draw {
  readonly seed: number;
  readonly sampler: Sampler;
  readonly temperature: number;
}

/** Where a face comes from. */
export type Base =
  | { readonly kind: "sample"; readonly draw: Draw; readonly index: number }
  | { readonly kind: "latent"; readonly values: Float32Array };

/** How far each slider was moved: an attribute's name, or `z5` for latent number 5; in standard deviations. */
export type Moves = Readonly<Record<string, number>>;

export interface Point {
  readonly base: Base;
  readonly moves: Moves;
}

/** The farthest that a slider goes, in standard deviations. */
export const FARTHEST = 3;

/** The slider of a latent number. */
export const sliderOf = (index: number): string => `z${index}`;

/** The latent numbers of a point, of the version's length. */
export function latentOf({ base, moves }: Point, fitted: FacesFitted, size: number): Float32Array {
  const latent = base.kind === "latent" ? base.values.slice() : sampleOf(base.draw, base.index, fitted, size);
  for (const { name, direction } of fitted.attributes) {
    const by = moves[name] ?? 0;
    if (by !== 0) for (const [i, value] of latent.entries()) latent[i] = value + by * (direction[i] ?? 0);
  }
  for (const { index, deviation } of fitted.dimensions) {
    latent[index] = (latent[index] ?? 0) + (moves[sliderOf(index)] ?? 0) * deviation;
  }
  return latent;
}

function sampleOf(draw: Draw, index: number, fitted: FacesFitted, size: number): Float32Array {
  return drawLatents(fitted, size, { ...draw, count: index + 1 }).at(-1) ?? new Float32Array(size);
}

/** A point as text for an address. */
export function pointText({ base, moves }: Point): string {
  const moved = Object.entries(moves)
    .filter(([, by]) => by !== 0)
    .map(([name, by]) => `~${name}:${Number(by.toFixed(3))}`)
    .join("");
  return `${baseText(base)}${moved}`;
}

/**
 * Reads a point from an address.
 *
 * @param size of the version's latent vectors.
 * @returns null for what is no point of this version: an address may have been cut, or be of another model.
 */
export function readPoint(text: string, size: number): Point | null {
  const [start = "", ...moved] = text.split("~");
  const base = start.startsWith("z") ? readLatent(start.slice(1), size) : readSample(start);
  if (base === null) return null;
  const moves: Record<string, number> = {};
  for (const one of moved) {
    const [name = "", by = ""] = one.split(":");
    const value = Number(by);
    if (name === "" || by === "" || !(Math.abs(value) <= 2 * FARTHEST)) return null;
    moves[name] = value;
  }
  return { base, moves };
}

function baseText(base: Base): string {
  if (base.kind === "latent") {
    const { buffer, byteOffset, byteLength } = base.values;
    const text = toBase64(new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength));
    return `z${text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
  }
  const { seed, sampler, temperature } = base.draw;
  const plain = sampler === "mixture" && temperature === 1;
  return plain ? `${seed}.${base.index}` : `${seed}.${base.index}.${sampler}.${temperature}`;
}

function readSample(text: string): Base | null {
  const found = /^(-?\d{1,15})\.(\d{1,2})(?:\.([a-z]+)\.(\d+(?:\.\d+)?))?$/.exec(text);
  if (found === null) return null;
  const [, seed, index, named = "mixture", temperature = "1"] = found;
  const sampler = samplers.find((one) => one === named);
  if (sampler === undefined || Number(temperature) > 4) return null;
  return {
    kind: "sample",
    draw: { seed: Number(seed), sampler, temperature: Number(temperature) },
    index: Number(index),
  };
}

function readLatent(text: string, size: number): Base | null {
  if (!/^[\w-]+$/.test(text) || text.length !== Math.ceil((size * 4 * 8) / 6)) return null;
  const padded = text.replaceAll("-", "+").replaceAll("_", "/");
  const bytes = fromBase64(padded.padEnd(Math.ceil(padded.length / 4) * 4, "="), "address");
  const values = new Float32Array(new Uint8Array(bytes).buffer);
  return values.every((value) => Math.abs(value) <= 100) ? { kind: "latent", values } : null;
}
