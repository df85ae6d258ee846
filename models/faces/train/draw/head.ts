/** Neck, collar, ears, face, nose and blush. */
import { css, hex, mix, WHITE } from "./colour.js";
import type { FaceFactors } from "./factors.js";
import { skinTones } from "./palette.js";
import type { Proportions } from "./proportions.js";
import { both } from "./strand.js";
import { ellipse, linear, path, radial, shape, stroke } from "./svg.js";

const cloth = { base: hex("#f6f3f7"), shadow: hex("#c9c3dc"), collar: hex("#4a5486"), line: hex("#343a66") };

/** Whether the ears show, by hair style: a bob and long hair cover them. */
const SHOWS_EARS = [true, false, false, true] as const;

/** Neck and collar. They do not turn with the head. */
export function bust(face: FaceFactors): string {
  const skin = skinTones(face.skin);
  const neckShadow = mix(skin.shadow, skin.line, 0.18);
  return [
    shape(path`M -84 262 C -76 240 -48 233 -26 229 L 26 229 C 48 233 76 240 84 262 Z`, css(cloth.base), cloth.line, 3),
    shape(path`M -25 186 L 25 186 L 27 238 L 0 257 L -27 238 Z`, css(skin.base), skin.line, 3),
    shape(path`M -25 190 L 25 190 L 26 224 C 14 240 -14 240 -26 224 Z`, css(neckShadow)),
    shape(both(path`M -27 230 L -4 258 L -70 262 C -60 244 -44 234 -27 230 Z`), css(cloth.collar), cloth.line, 3),
  ].join("");
}

/** Both ears, where the hair lets them show. */
export function ears(face: FaceFactors, at: Proportions): string {
  if (!SHOWS_EARS[face.hair_style]) return "";
  const skin = skinTones(face.skin);
  const x = at.cheek - 4;
  const ear = path`M ${-x} 142 C ${-x - 14} 126 ${-x - 34} 130 ${-x - 29} 152 C ${-x - 24} 174 ${-x - 8} 182 ${-x + 6} 178 Z`;
  const hollow = path`M ${-x - 8} 164 C ${-x - 22} 170 ${-x - 26} 144 ${-x - 15} 141 C ${-x - 8} 140 ${-x - 6} 148 ${-x - 8} 164 Z`;
  return shape(both(ear), css(skin.base), skin.line, 3.5) + shape(both(hollow), css(skin.shadow));
}

/** The face itself, with the shadow that the hair throws on the forehead, the blush and the nose. */
export function head(face: FaceFactors, at: Proportions): string {
  const skin = skinTones(face.skin);
  const w = at.cheek;
  const outline = path`M ${-w} 112 C ${-w - 2} 150 ${-w + 2} 172 ${-0.8 * w} 188 C ${-0.58 * w} 208 -22 ${at.chinY} 0 ${at.chinY} C 22 ${at.chinY} ${0.58 * w} 208 ${0.8 * w} 188 C ${w - 2} 172 ${w + 2} 150 ${w} 112 C ${w} 14 ${-w} 14 ${-w} 112 Z`;
  return [
    linear(
      "skin",
      [-w, 60, w * 0.5, at.chinY],
      [
        [0, mix(skin.base, skin.shadow, 0.75)],
        [0.45, skin.base],
        [0.75, skin.light],
        [1, mix(skin.base, skin.shadow, 0.25)],
      ],
    ),
    radial("blush", [
      [0, skin.blush, 0.8],
      [0.5, skin.blush, 0.45],
      [1, skin.blush, 0],
    ]),
    shape(outline, "url(#skin)", skin.line, 4),
    ellipse(-0.66 * w, 181, 22, 13, "url(#blush)"),
    ellipse(0.66 * w, 181, 22, 13, "url(#blush)"),
    shape(path`M -3 178 C 1 180 5 180 6 177 C 4 184 -2 184 -3 178 Z`, css(mix(skin.shadow, skin.line, 0.35))),
    stroke(path`M -1 171 L 0 173`, mix(skin.light, WHITE, 0.6), 4, 0.8),
  ].join("");
}
