/** Why a table cannot be read: what is wrong, where, and what to do. */
import { KilnError } from "kilnjs";
import type { Language } from "kilnjs/page";
import { inPage, policyText } from "./policy-text.js";

export function TableError({ error, language }: { readonly error: Error; readonly language: Language }) {
  const words = policyText[language];
  const { reason, where, next } =
    error instanceof KilnError ? error : { reason: error.message, where: {}, next: undefined };
  const places = [
    [words.where.file, where.file],
    [words.where.row, where.row],
    [words.where.column, where.column],
  ] as const;
  return (
    <div class="trend-error" role="alert">
      <h3 class="bad">{words.cannotRead}</h3>
      <p lang="en">{sentence(inPage(reason, language))}</p>
      <dl>
        {places.map(([name, value]) =>
          value === undefined ? null : (
            <div key={name} class="trend-error-row">
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
        {next === undefined ? null : (
          <div class="trend-error-row">
            <dt>{words.next}</dt>
            <dd lang="en">{inPage(next, language)}</dd>
          </div>
        )}
      </dl>
    </div>
  );
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?…]$/.test(text) ? "" : "."}`;
}
