/** One of a few, all of them in sight: a group of radio buttons that looks like one control. */
import { useId } from "preact/hooks";

interface ChoiceProps<Value extends string> {
  readonly label: string;
  /** False where the words around it already say what is chosen; a screen reader hears it all the same. */
  readonly showLabel?: boolean;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}

/** A group of radio buttons that looks like one control: one of a few options, all of them in sight. */
export function Choice<Value extends string>({
  label,
  showLabel = true,
  value,
  options,
  onChange,
}: ChoiceProps<Value>) {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend class={showLabel ? "" : "visually-hidden"}>{label}</legend>
      <span class="choice-options">
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </span>
    </fieldset>
  );
}
