/** The faces of a seed. Radio buttons: one stop for the Tab key, and the arrow keys go from face to face. */

import { PixelCanvas } from "kilnjs/page";
import { memo } from "preact/compat";
import { FACE_SIZE } from "../face-size.js";
import type { FacesText } from "./text.js";
import type { Picture } from "./use-pictures.js";

/** Faces in the grid: eight by eight. */
export const SAMPLES = 64;

interface GridProps {
  readonly pictures: readonly (Picture | undefined)[];
  /** Place of the face that is chosen, or null when it is of another seed, or a picture. */
  readonly chosen: number | null;
  readonly seed: number;
  readonly words: FacesText;
  readonly onChoose: (index: number) => void;
}

/** Drawn anew only when its pictures change: a slider that moves must not wait for it. */
export const SampleGrid = memo(function SampleGrid({ pictures, chosen, seed, words, onChoose }: GridProps) {
  return (
    <fieldset class="faces-grid">
      <legend class="visually-hidden">{words.grid}</legend>
      {Array.from({ length: SAMPLES }, (_, i) => (
        <label key={i} class="faces-cell">
          <input
            type="radio"
            name="faces-sample"
            value={i}
            checked={i === chosen}
            aria-label={words.faceOf(i, seed)}
            onChange={() => onChoose(i)}
          />
          <PixelCanvas width={FACE_SIZE} height={FACE_SIZE} data={pictures[i] ?? null} />
        </label>
      ))}
    </fieldset>
  );
});
