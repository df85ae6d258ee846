/** The settings of the table's reader, each with all that it can be: the same as `--set` of the command line. */

import type { Language } from "kilnjs/page";
import { useId } from "preact/hooks";
import { fullOptions, type ReadOptions, readChoices } from "../table/options.js";
import { policyText } from "./policy-text.js";

type Setting = keyof typeof readChoices;

const settings = Object.keys(readChoices) as readonly Setting[];

interface PolicyControlsProps {
  readonly language: Language;
  readonly options: ReadOptions;
  readonly onOptions: (options: ReadOptions) => void;
}

export function PolicyControls({ language, options, onOptions }: PolicyControlsProps) {
  const words = policyText[language];
  const id = useId();
  const full = fullOptions(options);
  return (
    <div class="trend-policies">
      <p class="soft">{words.policiesLead}</p>
      {settings.map((setting) => (
        <label key={setting} class="field">
          <span>{words.settings[setting]}</span>
          <select
            value={full[setting]}
            data-setting={setting}
            onChange={(event) => onOptions({ ...options, [setting]: event.currentTarget.value })}
          >
            {readChoices[setting].map((value) => (
              <option key={value} value={value}>
                {words.choices[`${setting}=${value}`] ?? words.choices[value] ?? value}
              </option>
            ))}
          </select>
        </label>
      ))}
      <label class="field" for={id}>
        <span>{words.settings.column}</span>
        <input
          id={id}
          type="text"
          value={full.column}
          placeholder={words.columnHint}
          spellcheck={false}
          autocomplete="off"
          onChange={(event) => onOptions({ ...options, column: event.currentTarget.value.trim() })}
        />
      </label>
      <p>
        <button type="button" class="small" disabled={Object.keys(options).length === 0} onClick={() => onOptions({})}>
          {words.reset}
        </button>
      </p>
    </div>
  );
}
