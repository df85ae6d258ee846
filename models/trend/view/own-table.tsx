/** A table of the visitor's own: given by drop, choice or paste, read as the controls say, and what was found in it. */

import type { Language } from "kilnjs/page";
import { DropZone, text } from "kilnjs/page";
import { useState } from "preact/hooks";
import type { ReadOptions } from "../table/options.js";
import { PolicyControls } from "./policy-controls.js";
import { policyText } from "./policy-text.js";
import { TableError } from "./table-error.js";
import { trendText } from "./text.js";
import type { GivenTable, OwnTable as State } from "./use-source.js";

interface OwnTableProps {
  readonly language: Language;
  readonly given: GivenTable | null;
  readonly options: ReadOptions;
  readonly table: State;
  readonly modelIsOpen: boolean;
  readonly onGive: (file: File) => void;
  readonly onOptions: (options: ReadOptions) => void;
  readonly onBack: () => void;
}

export function OwnTable(props: OwnTableProps) {
  const { language, given, options, table, modelIsOpen, onGive, onOptions, onBack } = props;
  const words = policyText[language];
  const [pasted, setPasted] = useState("");
  const { facts, source, error, busy } = table;
  return (
    <>
      <h2 id="trend-own">{words.title}</h2>
      <p class="soft">{words.lead}</p>
      <DropZone
        label={words.drop}
        choose={text[language].chooseFile}
        accept=".csv,.tsv,.txt,text/csv,text/plain"
        onFile={onGive}
      />
      <div class="trend-own-state" role="status">
        {busy && given !== null ? (
          <p class="row">
            <span>{facts !== null && !modelIsOpen ? words.waitingForModel : words.reading(given.file.name)}</span>
            <button type="button" class="small" onClick={onBack}>
              {words.cancel}
            </button>
          </p>
        ) : null}
        {!busy && given !== null && source !== null ? (
          <p class="row">
            <strong>{given.file.name}</strong>
            <span>{trendText[language].results(source.answer.results.length)}</span>
          </p>
        ) : null}
      </div>
      {error === null || busy ? null : <TableError error={error} language={language} />}
      <details class="trend-fold">
        <summary>{words.paste}</summary>
        <form
          class="trend-paste"
          onSubmit={(event) => {
            event.preventDefault();
            onGive(new File([pasted], words.pasted, { type: "text/csv" }));
          }}
        >
          <textarea
            aria-label={words.paste}
            placeholder={words.pasteHint}
            spellcheck={false}
            value={pasted}
            onInput={(event) => setPasted(event.currentTarget.value)}
          />
          <button type="submit" disabled={pasted.trim() === ""}>
            {words.read}
          </button>
        </form>
      </details>
      <details class="trend-fold" open={given !== null}>
        <summary>{words.policies}</summary>
        <PolicyControls language={language} options={options} onOptions={onOptions} />
      </details>
      {given === null ? null : (
        <p>
          <button type="button" class="quiet" onClick={onBack}>
            {trendText[language].back}
          </button>
        </p>
      )}
    </>
  );
}
