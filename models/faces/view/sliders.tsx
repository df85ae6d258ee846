/** A slider for each attribute and for the latent numbers that change a picture most. */

import { Slider } from "kilnjs/page";
import { memo } from "preact/compat";
import { useCallback, useState } from "preact/hooks";
import type { FacesFitted } from "../fitted.js";
import { FARTHEST, type Moves, sliderOf } from "./point.js";
import type { FacesText } from "./text.js";

/** Latent numbers that are shown before somebody asks for all. */
const SHOWN = 8;

interface SlidersProps {
  readonly fitted: FacesFitted;
  readonly moves: Moves;
  readonly words: FacesText;
  readonly onMove: (moves: Moves) => void;
}

interface MoveSliderProps {
  readonly name: string;
  readonly label: string;
  readonly low?: string | undefined;
  readonly high?: string | undefined;
  readonly value: number;
  readonly onMove: (moves: Moves) => void;
}

/** One of them; the others are not drawn anew while it moves. */
const MoveSlider = memo(function MoveSlider({ name, label, low, high, value, onMove }: MoveSliderProps) {
  const onInput = useCallback((by: number) => onMove({ [name]: by }), [name, onMove]);
  return (
    <Slider
      label={label}
      {...(low === undefined || high === undefined ? {} : { ends: [low, high] as const })}
      value={value}
      minimum={-FARTHEST}
      maximum={FARTHEST}
      step={0.05}
      middle={0}
      onInput={onInput}
    />
  );
});

export function Sliders({ fitted, moves, words, onMove }: SlidersProps) {
  const [all, setAll] = useState(false);
  const { attributes, dimensions } = fitted;
  const slider = (name: string, label: string, [low, high]: readonly string[] = []) => (
    <MoveSlider key={name} name={name} label={label} low={low} high={high} value={moves[name] ?? 0} onMove={onMove} />
  );
  return (
    <>
      {attributes.length === 0 ? null : (
        <section class="stack" aria-labelledby="faces-attributes">
          <h3 id="faces-attributes">{words.attributes}</h3>
          <div class="faces-sliders">
            {attributes.map(({ name, title, low, high }) => slider(name, words.known[name] ?? title, [low, high]))}
          </div>
        </section>
      )}
      <section class="stack" aria-labelledby="faces-numbers">
        <h3 id="faces-numbers">{words.numbers}</h3>
        <div class="faces-sliders">
          {dimensions
            .slice(0, all ? dimensions.length : SHOWN)
            .map(({ index }) => slider(sliderOf(index), words.number(index)))}
        </div>
        {dimensions.length <= SHOWN ? null : (
          <button type="button" class="small" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? words.fewer : words.more}
          </button>
        )}
      </section>
    </>
  );
}
