/** The hair behind the head, by style: the silhouette that the picture is recognised by. */
import { css, hex } from "./colour.js";
import type { FaceFactors } from "./factors.js";
import { type HairTones, hairTones } from "./palette.js";
import type { Proportions } from "./proportions.js";
import { both, mirror, strand } from "./strand.js";
import { linear, path, shape } from "./svg.js";

const ribbon = { base: hex("#ef5f78"), line: hex("#8f2f4c") };

/** The hair behind head and neck. It turns with the head. */
export function hairBack(face: FaceFactors, at: Proportions): string {
  const tones = hairTones(face.hair_colour);
  const fill = linear(
    "back",
    [0, 30, 0, 256],
    [
      [0, tones.base],
      [0.45, tones.back],
      [1, tones.shadow],
    ],
  );
  const style = styles[face.hair_style] ?? short;
  return fill + style(at.hair, tones);
}

const styles: readonly ((w: number, tones: HairTones) => string)[] = [short, bob, long, twinTails];

/** Cropped at the nape, with a tuft on the crown: the ears show. */
function short(w: number, { line }: HairTones): string {
  return shape(
    path`M ${-w} 112 C ${-w - 2} 136 ${-w + 2} 158 ${-w + 12} 172 C ${-w + 16} 186 ${-w + 22} 194 ${-w + 26} 206 L -40 200 L 40 200 L ${w - 26} 206 C ${w - 22} 194 ${w - 16} 186 ${w - 12} 172 C ${w - 2} 158 ${w + 2} 136 ${w} 112 C ${w - 8} 60 60 34 12 30 C 14 12 26 5 42 8 C 20 -10 -14 -6 -16 30 C -60 34 ${-w + 8} 60 ${-w} 112 Z`,
    "url(#back)",
    line,
  );
}

/** Round to the chin, tips turned in. */
function bob(w: number, { line, light, shadow }: HairTones): string {
  const side = strand([-w - 2, 110], [-w - 10, 170], [-w + 16, 222], 5);
  return (
    shape(
      path`M ${-w} 110 C ${-w - 18} 150 ${-w - 24} 196 ${-w - 6} 220 C ${-w + 12} 238 ${-w + 44} 238 ${-w + 58} 214 L ${w - 58} 214 C ${w - 44} 238 ${w - 12} 238 ${w + 6} 220 C ${w + 24} 196 ${w + 18} 150 ${w} 110 C ${w - 8} 8 ${-w + 8} 8 ${-w} 110 Z`,
      "url(#back)",
      line,
    ) +
    shape(side, css(light), undefined, 0, 0.35) +
    shape(mirror(side), css(shadow), undefined, 0, 0.5)
  );
}

/** Straight down past the shoulders. */
function long(w: number, { line, light, shadow }: HairTones): string {
  const outer = strand([-w - 2, 120], [-w - 10, 190], [-w - 6, 262], 5);
  const inner = strand([-w + 14, 150], [-w + 6, 210], [-w + 12, 270], 4);
  return (
    shape(
      path`M ${-w} 110 C ${-w - 14} 160 ${-w - 14} 210 ${-w - 26} 290 L ${w + 26} 290 C ${w + 14} 210 ${w + 14} 160 ${w} 110 C ${w - 8} 8 ${-w + 8} 8 ${-w} 110 Z`,
      "url(#back)",
      line,
    ) +
    shape(both(outer), css(light), undefined, 0, 0.35) +
    shape(both(inner), css(shadow), undefined, 0, 0.8)
  );
}

/** Two tails tied high at the sides, over short hair. */
function twinTails(w: number, tones: HairTones): string {
  const tail = path`M ${-w + 12} 66 C ${-w - 16} 28 ${-w - 54} 74 ${-w - 42} 134 C ${-w - 36} 176 ${-w - 48} 206 ${-w - 36} 250 C ${-w - 16} 236 ${-w + 4} 204 ${-w + 2} 168 C ${-w + 2} 136 ${-w - 6} 110 ${-w + 12} 66 Z`;
  const gleam = strand([-w - 18, 70], [-w - 32, 120], [-w - 24, 200], 6);
  const knot = path`M ${4 - w} 54 C ${-w - 12} 54 ${-w - 12} 82 ${4 - w} 82 C ${20 - w} 82 ${20 - w} 54 ${4 - w} 54 Z`;
  return [
    shape(both(tail), "url(#back)", tones.line),
    shape(both(gleam), css(tones.light), undefined, 0, 0.45),
    shape(both(knot), css(ribbon.base), ribbon.line, 3.5),
    shape(
      path`M ${-w} 110 C ${-w - 4} 150 ${-w + 4} 180 ${-w + 26} 200 L ${w - 26} 200 C ${w - 4} 180 ${w + 4} 150 ${w} 110 C ${w - 8} 8 ${-w + 8} 8 ${-w} 110 Z`,
      "url(#back)",
      tones.line,
    ),
  ].join("");
}
