/** The chosen country: what the model says of it, to which question, on which day, and what it has read. */

import { at } from "kilnjs";
import { percent, shortNumber } from "kilnjs/charts";
import type { Language, OpenModel } from "kilnjs/page";
import type { TrendResult } from "../classify-series.js";
import type { DatedResult } from "../resources/latest-results.js";
import { nameOf } from "./country-names.js";
import { CurveFigure } from "./curve-figure.js";
import { ProbabilityBar } from "./probability-bar.js";
import { daysOf, type Source } from "./source.js";
import type { Curve } from "./table-worker/messages.js";
import { trendText } from "./text.js";
import { longDate, writtenDate } from "./time-scale.js";
import { useCountry } from "./use-country.js";
import { cameTrue, ruleOf } from "./window-results.js";
import { WindowSlider } from "./window-slider.js";

interface CountryPanelProps {
  readonly source: Source;
  readonly model: OpenModel | null;
  readonly chosen: DatedResult;
  readonly language: Language;
}

export function CountryPanel({ source, model, chosen, language }: CountryPanelProps) {
  const words = trendText[language];
  const { curve, end, setEnd, result, history, error } = useCountry(source, model, chosen);
  const name = nameOf(chosen, language);
  const days = model === null ? 0 : daysOf(model);
  const rule = ruleOf(source.answer.meaning);
  const came = curve === null || rule === null ? null : cameTrue(curve, rule, end);
  const day = curve === null ? null : curve.firstDay + end;
  return (
    <>
      <h2 class="trend-country-name" id="trend-country">
        {name}
      </h2>
      <div class="trend-answer">
        <p class="trend-figure" aria-live="polite" aria-atomic="true">
          <Answer result={result} language={language} />
        </p>
        {result === null || result.probability === null ? null : <ProbabilityBar value={result.probability} />}
        <p class="soft">
          {result?.probability === null
            ? words.noCasesMeaning
            : words.question(
                rule === null ? source.answer.meaning : words.meanings[rule],
                day === null ? writtenDate(chosen.end, language) : longDate(day, language),
              )}
        </p>
        {result?.classes === undefined ? null : <Classes classes={result.classes} language={language} />}
        {source.own ? <p class="soft trend-came">{came === null ? words.notYet : words.came(came)}</p> : null}
        {error === "" ? null : (
          <p class="bad" role="alert">
            {error}
          </p>
        )}
      </div>
      <div class={source.own ? "trend-days whole" : "trend-days"}>
        {curve === null || curve.to <= curve.from ? null : (
          <>
            <CurveFigure
              curve={curve}
              days={days}
              end={end}
              probabilities={history?.probabilities ?? null}
              whole={source.own}
              label={words.describeCurve(
                name,
                longDate(curve.firstDay + curve.from, language),
                longDate(curve.firstDay + curve.to - 1, language),
                shortNumber(highestOf(curve)),
              )}
              language={language}
              onMove={setEnd}
            />
            {source.own ? (
              <WindowSlider curve={curve} days={days} end={end} history={history} language={language} onMove={setEnd} />
            ) : (
              <p class="soft trend-small">{words.windowOnly(days)}</p>
            )}
          </>
        )}
      </div>
    </>
  );
}

function Answer({ result, language }: { readonly result: TrendResult | null; readonly language: Language }) {
  const words = trendText[language];
  if (result?.probability === null) return <strong class="trend-no-cases">{words.noCases}</strong>;
  return (
    <>
      <strong data-probability={result?.probability}>{result === null ? "–" : percent(result.probability)}</strong>{" "}
      <span>{words.ofIncrease}</span>{" "}
      {result === null ? null : (
        <span class="trend-label">{words.answer(words.labels[result.label] ?? result.label)}</span>
      )}
    </>
  );
}

function highestOf({ increments, from, to }: Curve): number {
  let highest = 0;
  for (let day = from; day < to; day++) highest = Math.max(highest, at(increments, day));
  return highest;
}

function Classes(props: { readonly classes: NonNullable<TrendResult["classes"]>; readonly language: Language }) {
  const words = trendText[props.language];
  return (
    <ul class="trend-classes" aria-label={words.classes}>
      {Object.entries(props.classes).map(([label, probability]) => (
        <li key={label}>
          <span>{words.labels[label] ?? label}</span> <span>{percent(probability)}</span>
          <span class="trend-bar plain" aria-hidden="true">
            <span style={{ width: `${100 * probability}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
