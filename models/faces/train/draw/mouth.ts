/** The mouth: from a frown through a closed smile to an open one, in one ordered factor. */
import { css, hex, mix } from "./colour.js";
import type { FaceFactors } from "./factors.js";
import { skinTones } from "./palette.js";
import type { Proportions } from "./proportions.js";
import { path, shape, stroke } from "./svg.js";

const inside = hex("#8e2f45");
const tongue = hex("#ee7f86");

/** Each level: how far the corners are above the middle, how far the mouth is open, half its width. */
const levels = [
  { curve: -11, open: 0, half: 18 },
  { curve: 2, open: 0, half: 14 },
  { curve: 12, open: 0, half: 24 },
  { curve: 6, open: 14, half: 21 },
  { curve: 6, open: 24, half: 27 },
] as const;

/** The mouth at its level. */
export function mouth(face: FaceFactors, at: Proportions): string {
  const { curve, open, half } = levels[face.mouth] ?? levels[1];
  const skin = skinTones(face.skin);
  const line = mix(skin.line, inside, 0.5);
  const y = at.mouthY;
  if (open === 0) {
    return stroke(path`M ${-half} ${y - curve / 2} Q 0 ${y + curve} ${half} ${y - curve / 2}`, line, 6);
  }
  const top = y - 8;
  const lips = path`M ${-half} ${top} Q 0 ${top + curve} ${half} ${top} C ${half * 0.8} ${top + open * 1.15} ${half * 0.4} ${top + open * 1.2} 0 ${top + open * 1.2} C ${-half * 0.4} ${top + open * 1.2} ${-half * 0.8} ${top + open * 1.15} ${-half} ${top} Z`;
  return [
    shape(lips, css(inside), line, 4.5),
    shape(
      path`M ${-half * 0.55} ${top + open} Q 0 ${top + open * 0.35} ${half * 0.55} ${top + open} Q 0 ${top + open * 1.35} ${-half * 0.55} ${top + open} Z`,
      css(tongue),
    ),
  ].join("");
}
