/** The view `#/trend`: the world by the model's answers, a country's curve, and a table of the visitor's own. */
import "./trend.css";
import "./trend-curve.css";
import "./trend-list.css";
import "./trend-map.css";
import "./trend-table.css";
import type { ViewProps } from "kilnjs/page";
import { text, useModel, wishOf } from "kilnjs/page";
import { useMemo, useState } from "preact/hooks";
import type { ReadOptions } from "../table/options.js";
import { CountryList } from "./country-list.js";
import { finder, nameOf, regionName } from "./country-names.js";
import { CountryPanel } from "./country-panel.js";
import { MapLegend } from "./map-legend.js";
import { MapPanel } from "./map-panel.js";
import { OwnTable } from "./own-table.js";
import { policyText } from "./policy-text.js";
import { SourceBar } from "./source-bar.js";
import { TableFindings } from "./table-findings.js";
import { trendText } from "./text.js";
import { writtenDate } from "./time-scale.js";
import { TrendHead } from "./trend-head.js";
import { useShownTheme } from "./use-shown-theme.js";
import { type GivenTable, useOwnTable, usePublished } from "./use-source.js";
import { keyOf, ordered, readState, resultOf, writeState } from "./view-state.js";

export default function TrendView({ site, language, theme, query, setQuery, published }: ViewProps) {
  const words = trendText[language];
  const [state, retry] = useModel(site, published.name, wishOf(query));
  const model = state.kind === "open" ? state.model : null;
  const [file, setFile] = useState<File | null>(null);
  const [options, setOptions] = useState<ReadOptions>({});
  const given = useMemo((): GivenTable | null => (file === null ? null : { file, options }), [file, options]);
  const own = useOwnTable(given, model);
  const latest = usePublished(model);
  const source = own.source ?? (latest instanceof Error ? null : latest);
  const [pointed, setPointed] = useState<string | null>(null);
  const shownTheme = useShownTheme(theme);

  const { country, order, find } = readState(query);
  const results = source?.answer.results ?? null;
  const listed = useMemo(() => {
    if (results === null) return null;
    return ordered(results.filter(finder(find)), order, (result) => nameOf(result, language), language);
  }, [results, find, order, language]);
  const first = useMemo(
    () => (results === null ? null : (ordered(results, "rising", ({ name: one }) => one, "en")[0] ?? null)),
    [results],
  );
  const asked = results === null || country === "" ? undefined : resultOf(country, results);
  const chosen = asked ?? first;
  const choose = (key: string): void => setQuery(writeState(query, { country: key }), "push");
  const back = (): void => setFile(null);
  const showOwn = (): void => document.querySelector<HTMLInputElement>(".trend-own input[type=file]")?.focus();
  const describe = (iso: string) => {
    const result = results?.find((one) => one.iso === iso);
    return { name: result === undefined ? (regionName(iso, language) ?? iso) : nameOf(result, language), result };
  };
  // Every code is drawn but Antarctica's: see models/trend/map/.
  const offMap = results?.filter(({ iso }) => iso === null || iso === "AQ") ?? [];
  return (
    <>
      <TrendHead
        language={language}
        query={query}
        setQuery={setQuery}
        state={state}
        retry={retry}
        answer={source?.answer ?? null}
      />
      <div class="trend-layout">
        <section class="panel trend-world" aria-label={words.mapTitle}>
          <SourceBar source={source} language={language} onBack={back} onOwn={showOwn} />
          <MapPanel
            source={source}
            theme={shownTheme}
            label={`${source?.answer.simulated === true ? `${text[language].simulated}. ` : ""}${words.mapTitle}: ${words.legend}`}
            waiting={published instanceof Error ? published.message : words.mapWaiting}
            chosen={chosen?.iso ?? null}
            pointed={pointed}
            onPoint={setPointed}
            onChoose={choose}
            describe={describe}
            words={{
              noData: words.noData,
              noCases: words.noCases,
              asOf: (date) => words.asOf(writtenDate(date, language)),
              forIncrease: words.forIncrease,
              answer: (label) => words.answer(words.labels[label] ?? label),
            }}
          />
          <MapLegend words={words} />
          <p class="soft trend-small">
            {offMap.length === 0 ? "" : words.offMap(namesIn(offMap.map((one) => nameOf(one, language))))}
            {words.borders}
          </p>
        </section>
        <section class="panel trend-places" aria-label={words.list}>
          <CountryList
            language={language}
            results={listed}
            find={find}
            order={order}
            chosen={chosen}
            onFind={(next) => setQuery(writeState(query, { find: next }), "replace")}
            onOrder={(next) => setQuery(writeState(query, { order: next }), "replace")}
            onChoose={(result) => choose(keyOf(result, results ?? []))}
            onPoint={setPointed}
          />
        </section>
        <section class="panel trend-country" aria-label={words.curve}>
          {country !== "" && results !== null && asked === undefined ? <p>{words.noSuchCountry(country)}</p> : null}
          {source === null || chosen === null ? (
            <p class="soft">{words.waitingList}</p>
          ) : (
            <CountryPanel source={source} model={model} chosen={chosen} language={language} />
          )}
        </section>
        <section class="panel trend-own" aria-labelledby="trend-own">
          <OwnTable
            language={language}
            given={given}
            options={options}
            table={own}
            modelIsOpen={model !== null}
            onGive={setFile}
            onOptions={setOptions}
            onBack={back}
          />
        </section>
        {own.facts === null ? null : (
          <section class="panel trend-findings-panel" aria-label={policyText[language].found}>
            <TableFindings facts={own.facts} skipped={own.source?.answer.skipped ?? []} language={language} />
          </section>
        )}
      </div>
    </>
  );
}

function namesIn(names: readonly string[]): string {
  return names.length <= 12 ? names.join(", ") : `${names.slice(0, 12).join(", ")} … (+${names.length - 12})`;
}
