/**
 * The colours of the drawing. Each list is a path through colour space that does not close, in roughly equal steps: the
 * hair runs from dark to light, so that "lighter hair" is one direction; the background from cool to warm.
 */
import { type Colour, hex, INK, mix, multiply, WHITE } from "./colour.js";

/** Tones of one hair colour. */
export interface HairTones {
  readonly base: Colour;
  readonly shadow: Colour;
  /** The hair behind the head, in its own shade. */
  readonly back: Colour;
  readonly light: Colour;
  readonly line: Colour;
}

/** Tones of one skin colour. */
export interface SkinTones {
  readonly base: Colour;
  readonly light: Colour;
  readonly shadow: Colour;
  readonly blush: Colour;
  readonly line: Colour;
}

/** Tones of one eye colour. */
export interface EyeTones {
  readonly base: Colour;
  readonly dark: Colour;
  readonly bright: Colour;
}

const backgrounds = ["#8797e3", "#7fb9ee", "#7bd3df", "#86dcb6", "#b9e094", "#ece08d", "#f8c184", "#f39381"].map(hex);

const hairs = ["#3a3359", "#5c3c7c", "#933f82", "#c64a6f", "#e16c52", "#f09d4d", "#f6cc70", "#f7ead0"].map(hex);

const skins = [
  { base: "#fee2d1", light: "#fff2e9", shadow: "#f3b7a6", blush: "#f98d8b", line: "#c47d70" },
  { base: "#f0c39e", light: "#fadbbd", shadow: "#d49472", blush: "#ea7763", line: "#a5654c" },
  { base: "#bf8763", light: "#d6a480", shadow: "#955b46", blush: "#bb5343", line: "#744032" },
].map(
  ({ base, light, shadow, blush, line }): SkinTones => ({
    base: hex(base),
    light: hex(light),
    shadow: hex(shadow),
    blush: hex(blush),
    line: hex(line),
  }),
);

const eyes = ["#9a552d", "#d99622", "#67b53f", "#1fb0a4", "#3d7eea", "#8857e4"].map(hex);

/** The background's two ends: the full hue above, lighter below. */
export function backgroundTones(level: number): { readonly top: Colour; readonly bottom: Colour } {
  const base = pick(backgrounds, level);
  return { top: base, bottom: mix(base, WHITE, 0.45) };
}

/** The tones of a hair colour: shadows are multiplied, so that they stay saturated instead of turning grey. */
export function hairTones(level: number): HairTones {
  const base = pick(hairs, level);
  return {
    base,
    shadow: multiply(base, hex("#dcb8c0")),
    back: multiply(base, hex("#cba6b2")),
    light: mix(base, hex("#fff3ea"), 0.5),
    line: multiply(base, hex("#a0747f")),
  };
}

/** The tones of a skin colour. */
export function skinTones(level: number): SkinTones {
  return pick(skins, level);
}

/** The tones of an eye colour. */
export function eyeTones(level: number): EyeTones {
  const base = pick(eyes, level);
  return { base, dark: mix(base, INK, 0.68), bright: mix(base, hex("#fffbe0"), 0.55) };
}

function pick<Entry>(list: readonly Entry[], level: number): Entry {
  const entry = list[level];
  if (entry === undefined) throw new RangeError(`no colour ${level}; the levels are 0 to ${list.length - 1}`);
  return entry;
}
