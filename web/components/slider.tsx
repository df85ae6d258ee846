/** A slider between two named ends, with its value beside it. A double click, or Delete, takes it back to its middle. */
import { useId } from "preact/hooks";

interface SliderProps {
  readonly label: string;
  readonly ends?: readonly [low: string, high: string];
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  /** Where "back" goes. */
  readonly middle: number;
  readonly onInput: (value: number) => void;
  /** When it is let go. */
  readonly onChange?: () => void;
}

/** A slider between two named ends; a double click, or Delete, takes it back to `middle`. */
export function Slider(props: SliderProps) {
  const { label, ends, value, minimum, maximum, step, middle, onInput, onChange } = props;
  const id = useId();
  const back = (): void => {
    onInput(middle);
    onChange?.();
  };
  const share = (at: number): string => `${(100 * (at - minimum)) / (maximum - minimum)}%`;
  return (
    <div class={value === middle ? "slider" : "slider moved"}>
      <label for={id}>{label}</label>
      <output for={id}>{value.toFixed(step < 0.1 ? 2 : 1)}</output>
      <input
        id={id}
        type="range"
        min={minimum}
        max={maximum}
        step={step}
        value={value}
        style={{ "--filled": share(value), "--middle": share(middle) }}
        aria-valuetext={ends === undefined ? undefined : `${value.toFixed(2)} (${value < middle ? ends[0] : ends[1]})`}
        onInput={(event) => onInput(Number(event.currentTarget.value))}
        onChange={onChange}
        onDblClick={back}
        onKeyDown={(event) => {
          if (event.key === "Delete" || event.key === "Backspace") back();
        }}
      />
      {ends === undefined ? null : (
        <span class="slider-ends" aria-hidden="true">
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </span>
      )}
    </div>
  );
}
