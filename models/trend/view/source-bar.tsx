/** Which data are on the screen, and what can be taken along of them. */

import { messageOf } from "kilnjs";
import type { Language } from "kilnjs/page";
import { useEffect, useState } from "preact/hooks";
import { forms, save } from "./downloads.js";
import type { Source } from "./source.js";
import { trendText } from "./text.js";
import { writtenDate } from "./time-scale.js";

interface SourceBarProps {
  readonly source: Source | null;
  readonly language: Language;
  readonly onBack: () => void;
  readonly onOwn: () => void;
}

/** It has its height before there are results. */
export function SourceBar({ source, language, onBack, onOwn }: SourceBarProps) {
  const words = trendText[language];
  const [fault, setFault] = useState("");
  useEffect(() => setFault(""), [source]);
  return (
    <div class="row trend-source">
      <p class="trend-source-name">
        <strong>{source?.own === true ? words.ownTable : words.published}</strong>{" "}
        {source === null ? null : (
          <span class="soft">
            {source.answer.source === null ? "" : `${source.answer.source} · `}
            {words.results(source.answer.results.length)}
            {source.answer.asOf === null ? "" : ` · ${words.asOf(writtenDate(source.answer.asOf, language))}`}
          </span>
        )}
      </p>
      {source?.own === true ? (
        <button type="button" class="small" onClick={onBack}>
          {words.back}
        </button>
      ) : (
        <button type="button" class="small" onClick={onOwn}>
          {words.useOwn}
        </button>
      )}
      <fieldset class="trend-save">
        <legend class="visually-hidden">{words.downloads}</legend>
        {forms.map((form) => (
          <button
            key={form}
            type="button"
            class="small"
            disabled={source === null}
            aria-label={`${words.downloads} ${form}`}
            onClick={() => {
              if (source === null) return;
              setFault("");
              save(form, source).catch((error: unknown) => {
                setFault(`${words.downloadFailed} ${messageOf(error)}`);
              });
            }}
          >
            <span aria-hidden="true">↓</span> {form}
          </button>
        ))}
      </fieldset>
      {fault === "" ? null : (
        <p class="bad" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
