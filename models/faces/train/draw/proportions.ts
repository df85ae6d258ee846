/** Where things are: the measures that the parts of a face share. x counts from the middle of the face, y from the top. */
import { type FaceFactors, signed } from "./factors.js";

/** Side of the drawing in its own units; the trained picture is a quarter of it. */
export const CANVAS = 256;

/** Measures of one face. */
export interface Proportions {
  /** Half the width at the cheeks. */
  readonly cheek: number;
  /** Half the width of the hair around the head. */
  readonly hair: number;
  readonly chinY: number;
  readonly eyeX: number;
  readonly eyeY: number;
  /** Size of the eyes, 1 in the middle. */
  readonly eyeScale: number;
  /** How far the irises are moved. */
  readonly gaze: number;
  readonly mouthY: number;
  /** Degrees, clockwise. */
  readonly tilt: number;
}

/** The measures that the factors ask for. */
export function proportions(face: FaceFactors): Proportions {
  const cheek = 72 + 10 * signed(face, "face_width");
  return {
    cheek,
    // The hair follows the cheeks half-way, so that a narrow face looks narrow in its hair and not merely small.
    hair: 72 + 21 + 0.45 * (cheek - 72),
    chinY: 224,
    eyeX: 35 + 0.3 * (cheek - 72),
    eyeY: 148,
    eyeScale: 0.96 + 0.17 * signed(face, "eye_size"),
    gaze: 10 * signed(face, "gaze"),
    mouthY: 197,
    tilt: 7 * signed(face, "tilt"),
  };
}
