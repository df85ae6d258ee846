/** One face as SVG: a pure function of its factors. */
import { background } from "./background.js";
import { brows, eyes } from "./eyes.js";
import type { FaceFactors } from "./factors.js";
import { hairBack } from "./hair-back.js";
import { fringe, hairPaint, sideLocks } from "./hair-front.js";
import { bust, ears, head } from "./head.js";
import { mouth } from "./mouth.js";
import { CANVAS, type Proportions, proportions } from "./proportions.js";
import { group, num } from "./svg.js";

/** The version of the drawing: raised whenever a face with the same factors would look different. */
export const DRAWING_VERSION = 1;

/** The face as an SVG document of 256 by 256 units. */
export function drawFace(face: FaceFactors): string {
  const at = proportions(face);
  const { shadow, hair } = fringe(face, at);
  const skull = [ears(face, at), head(face, at), shadow, sideLocks(face, at), mouth(face, at), eyes(face, at), hair];
  const body = [
    background(face),
    hairPaint(face),
    turned(at, hairBack(face, at)),
    group("translate(128 0)", bust(face)),
    turned(at, skull.join("") + brows(face, at)),
  ].join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${CANVAS}" height="${CANVAS}" viewBox="0 0 ${CANVAS} ${CANVAS}">${body}</svg>`;
}

/** What turns with the head: about the neck, and a little larger than life, so that the picture is cropped tight. */
function turned(at: Proportions, content: string): string {
  return group(`translate(128 12) rotate(${num(at.tilt)} 0 198) scale(1.06) translate(0 -12)`, content);
}
