/** What the reader found in a table: how it was read, what to look at, and who has no result. */

import type { Language } from "kilnjs/page";
import type { SkippedSeries } from "../last-windows.js";
import { nameOf } from "./country-names.js";
import { inPage, policyText } from "./policy-text.js";
import type { TableFacts } from "./table-worker/messages.js";

interface TableFindingsProps {
  readonly facts: TableFacts;
  readonly skipped: readonly SkippedSeries[];
  readonly language: Language;
}

/** Sentences are the reader's own, in English, as on the command line. */
export function TableFindings({ facts, skipped, language }: TableFindingsProps) {
  const words = policyText[language];
  const { notes, warnings } = facts;
  return (
    <div class="trend-findings">
      {warnings.length === 0 ? null : (
        <div>
          <h3>{words.warnings(warnings.length)}</h3>
          <ul class="trend-warnings" lang="en">
            {warnings.map((warning) => (
              <li key={warning}>{inPage(warning, language)}</li>
            ))}
          </ul>
        </div>
      )}
      <div>
        <h3>{words.found}</h3>
        <ul lang="en">
          {notes.map((note) => (
            <li key={note}>{inPage(note, language)}</li>
          ))}
        </ul>
      </div>
      {skipped.length === 0 ? null : (
        <details class="trend-fold">
          <summary>{words.skipped(skipped.length)}</summary>
          <ul class="trend-skipped">
            {skipped.slice(0, 500).map((one) => (
              <li key={one.name}>
                {nameOf(one, language)}: <span lang="en">{one.reason}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
