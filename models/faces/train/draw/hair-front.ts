/** The hair in front of the face: side locks, fringe, strands and the ring of light. */
import { css } from "./colour.js";
import type { FaceFactors } from "./factors.js";
import { FRINGES } from "./fringe.js";
import { type HairTones, hairTones, skinTones } from "./palette.js";
import type { Proportions } from "./proportions.js";
import { both, strand } from "./strand.js";
import { group, linear, path, shape } from "./svg.js";

/** How far down the locks beside the face reach, by hair style; short hair leaves the ears free. */
const lockEnds = [146, 206, 222, 190] as const;

/** The gradient that the front hair is painted with: light from the upper left. */
export function hairPaint(face: FaceFactors): string {
  const { base, light, shadow } = hairTones(face.hair_colour);
  return linear(
    "front",
    [-30, 10, 24, 215],
    [
      [0, light],
      [0.24, base],
      [0.5, base],
      [1, shadow],
    ],
  );
}

/** The locks beside the face. They lie behind the eyes, so that wide eyes in a narrow face stay whole. */
export function sideLocks(face: FaceFactors, { hair: w, cheek: c }: Proportions): string {
  const { light, line } = hairTones(face.hair_colour);
  const end = lockEnds[face.hair_style] ?? 190;
  const lock = path`M ${-w} 106 C ${-w - 5} 136 ${-w - 2} ${end - 26} ${-c - 3} ${end} C ${-c + 9} ${end - 24} ${-c + 9} 130 ${-c + 14} 96 Z`;
  const gleam = strand([-w + 6, 122], [-w + 4, 140], [-c - 4, end - 18], 3.5);
  return shape(both(lock), "url(#front)", line) + shape(gleam, css(light), undefined, 0, 0.5);
}

/** The fringe with its strands, the light on it, and the shadow that it throws on the forehead. */
export function fringe(face: FaceFactors, at: Proportions): { readonly shadow: string; readonly hair: string } {
  const draw = FRINGES[face.fringe];
  if (draw === undefined) throw new RangeError(`no fringe ${face.fringe}`);
  const tones = hairTones(face.hair_colour);
  const { outline, strands } = draw(at);
  return {
    shadow: group("translate(0 9)", shape(outline, css(skinTones(face.skin).shadow), undefined, 0, 0.55)),
    hair: [
      shape(outline, "url(#front)", tones.line),
      shape(strands, css(tones.line), undefined, 0, 0.4),
      ring(at, tones),
    ].join(""),
  };
}

/** The ring of light that anime hair wears: an arc over the crown with a ragged lower edge. */
function ring({ hair: w }: Proportions, { light }: HairTones): string {
  const arc = path`M ${-w * 0.76} 82 C ${-w * 0.62} 50 ${-w * 0.34} 34 -6 32 L ${-w * 0.16} 44 L ${-w * 0.26} 42 L ${-w * 0.4} 58 L ${-w * 0.48} 54 L ${-w * 0.6} 74 L ${-w * 0.65} 68 Z`;
  const right = path`M 12 33 C ${w * 0.36} 36 ${w * 0.54} 48 ${w * 0.64} 62 L ${w * 0.52} 58 L ${w * 0.46} 50 L ${w * 0.36} 54 L ${w * 0.28} 42 L ${w * 0.2} 44 Z`;
  return shape(`${arc} ${right}`, css(light), undefined, 0, 0.72);
}
