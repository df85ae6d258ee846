/** The background: one hue, lighter towards the bottom, with a soft disc of light behind the head. */
import { WHITE } from "./colour.js";
import type { FaceFactors } from "./factors.js";
import { backgroundTones } from "./palette.js";
import { CANVAS } from "./proportions.js";
import { ellipse, linear, radial } from "./svg.js";

/** The whole canvas in the background's hue. */
export function background(face: FaceFactors): string {
  const { top, bottom } = backgroundTones(face.background);
  return [
    linear(
      "bg",
      [0, 0, 60, CANVAS],
      [
        [0, top],
        [1, bottom],
      ],
    ),
    radial("halo", [
      [0, WHITE, 0.42],
      [0.6, WHITE, 0.22],
      [1, WHITE, 0],
    ]),
    `<rect width="${CANVAS}" height="${CANVAS}" fill="url(#bg)"/>`,
    ellipse(128, 118, 150, 150, "url(#halo)"),
  ].join("");
}
