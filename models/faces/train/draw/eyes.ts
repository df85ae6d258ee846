/** Eyes and brows: what a face is looked at for, so they are large and hold the strongest contrast of the picture. */
import { css, hex, INK, mix, WHITE } from "./colour.js";
import type { FaceFactors } from "./factors.js";
import { eyeTones, hairTones, skinTones } from "./palette.js";
import type { Proportions } from "./proportions.js";
import { both } from "./strand.js";
import { ellipse, group, linear, path, shape, stroke } from "./svg.js";

const lash = hex("#33203a");
const sclera = { lit: hex("#fffdfb"), shaded: hex("#cfc4dc") };

/** Both eyes. */
export function eyes(face: FaceFactors, at: Proportions): string {
  const eye = eyeTones(face.eye_colour);
  const definitions = [
    linear(
      "iris",
      [0, -25, 0, 25],
      [
        [0, eye.dark],
        [0.35, mix(eye.dark, eye.base, 0.7)],
        [0.62, eye.base],
        [1, eye.bright],
      ],
    ),
    linear(
      "white",
      [0, -28, 0, 12],
      [
        [0, sclera.shaded],
        [1, sclera.lit],
      ],
    ),
    `<clipPath id="lids"><path d="${opening}"/></clipPath>`,
  ].join("");
  return definitions + oneEye(face, at, -1) + oneEye(face, at, 1);
}

/** Both brows, drawn over the hair as anime does, so that a fringe never hides them. */
export function brows(face: FaceFactors, at: Proportions): string {
  const colour = mix(hairTones(face.hair_colour).line, skinTones(face.skin).line, 0.3);
  const y = at.eyeY - 37 - 12 * (at.eyeScale - 1);
  const x = at.eyeX;
  return stroke(both(path`M ${x - 14} ${y} Q ${x + 3} ${y - 8} ${x + 19} ${y + 3}`), colour, 4.5, 0.8);
}

/** The opening between the lids of a right eye (in the picture), its outer corner at +x. */
const opening = path`M -21 8 C -20 -16 -8 -27 4 -27 C 16 -27 25 -14 25 4 C 23 18 13 25 2 25 C -9 25 -18 19 -21 8 Z`;

function oneEye(face: FaceFactors, at: Proportions, side: -1 | 1): string {
  const { base, bright, dark } = eyeTones(face.eye_colour);
  const gaze = at.gaze / at.eyeScale;
  // The left eye is the right one in a mirror; what must not be mirrored (gaze, light) is turned back.
  const iris = 2 * side + gaze;
  const inner = [
    `<path d="${opening}" fill="url(#white)" transform="scale(${side} 1)"/>`,
    ellipse(iris, 2, 18, 24, "url(#iris)"),
    ellipse(iris, -1, 7.5, 11, css(mix(dark, INK, 0.5)), 0.9),
    ellipse(iris, 14, 10, 7, css(mix(bright, WHITE, 0.25)), 0.6),
    ellipse(iris - 6, -9, 7, 8, css(WHITE)),
    ellipse(iris + 7, 10, 3.5, 4, css(mix(base, WHITE, 0.9)), 0.9),
  ].join("");
  const content = [
    `<g clip-path="url(#lids${side === 1 ? "" : "Mirrored"})">${inner}</g>`,
    group(`scale(${side} 1)`, lids()),
  ].join("");
  const mirrored =
    side === 1 ? "" : `<clipPath id="lidsMirrored"><path d="${opening}" transform="scale(-1 1)"/></clipPath>`;
  return mirrored + group(`translate(${side * at.eyeX} ${at.eyeY}) scale(${at.eyeScale})`, content);
}

function lids(): string {
  return [
    shape(
      path`M -22 1 C -19 -19 -8 -32 6 -32 C 20 -32 29 -21 31 -7 C 33 -7 34 -8 36 -10 C 36 0 32 8 27 11 C 26 -10 17 -23 5 -23.5 C -7 -24 -16 -15 -22 1 Z`,
      css(lash),
    ),
    stroke(path`M -10 25 C -2 28 9 28 17 21`, lash, 3, 0.6),
  ].join("");
}
