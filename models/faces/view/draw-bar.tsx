/** Which samples: the seed, where they are drawn from, and how far out. */

import { Choice, Slider } from "kilnjs/page";
import { memo } from "preact/compat";
import { samplers } from "../sampler.js";
import type { Draw } from "./point.js";
import type { FacesText } from "./text.js";

interface DrawBarProps {
  readonly draw: Draw;
  readonly words: FacesText;
  readonly onDraw: (draw: Draw) => void;
}

export const DrawBar = memo(function DrawBar({ draw, words, onDraw }: DrawBarProps) {
  const seeded = (seed: number): void => {
    if (Number.isSafeInteger(seed)) onDraw({ ...draw, seed });
  };
  return (
    <div class="faces-draw">
      <div class="faces-seed">
        <label class="field">
          <span>{words.seed}</span>
          <input
            type="number"
            step={1}
            value={draw.seed}
            onChange={(event) => seeded(event.currentTarget.valueAsNumber)}
          />
        </label>
        <button type="button" class="quiet" aria-label={words.before} onClick={() => seeded(draw.seed - 1)}>
          ‹
        </button>
        <button type="button" class="quiet" aria-label={words.next} onClick={() => seeded(draw.seed + 1)}>
          ›
        </button>
      </div>
      <Choice
        label={words.sampler}
        value={draw.sampler}
        options={samplers.map((value) => ({ value, label: words.samplers[value] }))}
        onChange={(sampler) => onDraw({ ...draw, sampler })}
      />
      <Slider
        label={words.temperature}
        value={draw.temperature}
        minimum={0}
        maximum={2}
        step={0.05}
        middle={1}
        onInput={(temperature) => onDraw({ ...draw, temperature })}
      />
    </div>
  );
});
