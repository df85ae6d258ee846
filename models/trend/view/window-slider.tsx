/** Moves the model's window along the curve, with arrow keys too; a week by page keys. */

import type { Language } from "kilnjs/page";
import { useId } from "preact/hooks";
import type { Curve } from "./table-worker/messages.js";
import { trendText } from "./text.js";
import { longDate } from "./time-scale.js";
import type { History } from "./use-country.js";
import { endsOf } from "./window-results.js";

interface WindowSliderProps {
  readonly curve: Curve;
  readonly days: number;
  readonly end: number;
  readonly history: History | null;
  readonly language: Language;
  readonly onMove: (end: number) => void;
}

export function WindowSlider({ curve, days, end, history, language, onMove }: WindowSliderProps) {
  const words = trendText[language];
  const id = useId();
  const { first, last } = endsOf(curve, days);
  const date = longDate(curve.firstDay + end, language);
  const filled = last > first ? `${(100 * (end - first)) / (last - first)}%` : "100%";
  return (
    <div class="trend-window">
      <div class="slider">
        <label for={id}>{words.windowEnd}</label>
        <output for={id}>{date}</output>
        <input
          id={id}
          type="range"
          min={first}
          max={last}
          step={1}
          value={end}
          disabled={last <= first}
          style={{ "--filled": filled }}
          aria-valuetext={date}
          onInput={(event) => onMove(Number(event.currentTarget.value))}
          onKeyDown={(event) => {
            const step = event.key === "PageUp" ? 7 : event.key === "PageDown" ? -7 : 0;
            if (step === 0) return;
            event.preventDefault();
            onMove(end + step);
          }}
        />
      </div>
      <div class="row">
        <span class="soft trend-small">{words.moveHint}</span>
        <button type="button" class="small" disabled={end === last} onClick={() => onMove(last)}>
          {words.lastDay}
        </button>
        <span class="soft trend-small trend-history-progress">
          {history === null || history.done >= history.total ? "" : words.historyProgress(history.done, history.total)}
        </span>
      </div>
    </div>
  );
}
