/** Search and list: the way to every country that needs no pointer. */

import { percent } from "kilnjs/charts";
import type { Language } from "kilnjs/page";
import { Choice } from "kilnjs/page";
import { useRef, useState } from "preact/hooks";
import type { DatedResult } from "../resources/latest-results.js";
import { nameOf } from "./country-names.js";
import { ProbabilityBar } from "./probability-bar.js";
import { trendText } from "./text.js";
import { type Order, orders } from "./view-state.js";

/** A table may have thousands of countries: more than these are shown when they are asked for. */
const SHOWN_AT_FIRST = 250;

interface CountryListProps {
  readonly language: Language;
  /** Found and in order; null while there are no results. */
  readonly results: readonly DatedResult[] | null;
  readonly find: string;
  readonly order: Order;
  readonly chosen: DatedResult | null;
  readonly onFind: (find: string) => void;
  readonly onOrder: (order: Order) => void;
  readonly onChoose: (result: DatedResult) => void;
  readonly onPoint: (iso: string | null) => void;
}

/** Plain buttons, of which one is in the tab order; the arrow keys go through them, from the search field too. */
export function CountryList(props: CountryListProps) {
  const { language, results, find, order, chosen, onFind, onOrder, onChoose, onPoint } = props;
  const words = trendText[language];
  const list = useRef<HTMLUListElement>(null);
  const [limit, setLimit] = useState(SHOWN_AT_FIRST);
  const shown = results?.slice(0, limit) ?? [];
  const rest = (results?.length ?? 0) - shown.length;
  const first = chosen !== null && shown.includes(chosen) ? chosen : shown[0];
  const walk = (event: KeyboardEvent): void => {
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const next = buttons[stepOf(event.key, buttons.indexOf(event.target as HTMLButtonElement), buttons.length)];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <div class="trend-list">
      <label class="field">
        <span>{words.find}</span>
        <input
          type="search"
          value={find}
          placeholder={words.findHint}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => {
            setLimit(SHOWN_AT_FIRST);
            onFind(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") walk(event);
            // As a native search does, in browsers where it does not.
            if (event.key === "Escape") onFind("");
            if (event.key === "Enter" && shown[0] !== undefined && find !== "") onChoose(shown[0]);
          }}
        />
      </label>
      <div class="row trend-list-head">
        <Choice
          label={words.order}
          showLabel={false}
          value={order}
          options={orders.map((value) => ({ value, label: words.orders[value] }))}
          onChange={onOrder}
        />
        <span class="soft" role="status">
          {results === null ? "" : words.found(results.length)}
        </span>
      </div>
      <p class="soft trend-small trend-list-meaning">{words.legend}</p>
      {results === null ? <p class="soft">{words.waitingList}</p> : null}
      {results?.length === 0 ? <p>{words.nothingFound(find)}</p> : null}
      {shown.length === 0 ? null : (
        <ul
          class="trend-results"
          ref={list}
          aria-label={words.list}
          onKeyDown={walk}
          onPointerLeave={() => onPoint(null)}
        >
          {shown.map((result) => (
            <li key={`${result.iso}/${result.name}`}>
              <button
                type="button"
                aria-current={result === chosen ? "true" : undefined}
                tabIndex={result === first ? 0 : -1}
                onClick={() => onChoose(result)}
                onFocus={() => onPoint(result.iso)}
                onBlur={() => onPoint(null)}
                onPointerEnter={() => onPoint(result.iso)}
              >
                <span class="trend-result-name">{nameOf(result, language)}</span>
                <span class="trend-result-percent">
                  {result.probability === null ? words.noCases : percent(result.probability)}
                </span>
                <ProbabilityBar value={result.probability} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {rest <= 0 ? null : (
        <button type="button" class="quiet" onClick={() => setLimit((before) => before + 4 * SHOWN_AT_FIRST)}>
          {words.more(Math.min(rest, 4 * SHOWN_AT_FIRST))}
        </button>
      )}
    </div>
  );
}

/** Where a key leads from a place in the list; -1 is the search field. Out of the list: nowhere. */
function stepOf(key: string, from: number, count: number): number {
  if (key === "ArrowDown") return Math.min(count - 1, from + 1);
  if (key === "ArrowUp") return from - 1;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  if (key === "PageDown") return Math.min(count - 1, from + 8);
  return key === "PageUp" ? Math.max(0, from - 8) : -1;
}
