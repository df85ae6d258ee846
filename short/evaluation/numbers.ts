/** The evaluation of numbers. */
import type { Json } from "../../core/json.js";
import { beside, intervalText } from "./beside.js";
import { bootstrap, quantile } from "./bootstrap.js";
import { numberContenders } from "./contenders.js";
import type { OutputEvaluation, OutputInput } from "./evaluate.js";
import { worstTable } from "./labels.js";
import { coverage, intervalOf, type NumberAnswers, numberScores, residuals } from "./number-scores.js";
import { verdict } from "./verdict.js";
import { worstRows } from "./worst.js";

/** Figures, baselines with intervals, residuals, an interval around an answer, the worst errors. */
export async function evaluateNumbers({
  name,
  output,
  validation,
  test,
  tables,
  trainingTruth,
  input,
}: OutputInput): Promise<OutputEvaluation> {
  const { facts, dataset, seed, signal } = input;
  const width = test.rows === 0 ? 1 : test.answer.length / test.rows;
  const unit = output.kind === "number" ? output.unit : "";
  const answers: NumberAnswers = { answer: test.answer, truth: test.truth, width };
  const rows = { validation: validation.rows, test: test.rows };
  const means = (facts.statistics[name] ?? []).map(({ mean }) => mean);
  const contenders = await numberContenders(means, rows, tables, trainingTruth, { signal });
  const judging = { rows: test.rows, seed, figures: numberScores, by: "error" } as const;
  const { scores, intervals } = beside(answers, contenders, judging);
  const [best] = scores.slice(1).sort((a, b) => a.error - b.error);
  const ahead = bootstrap(
    test.rows,
    (weights) => ({
      difference: numberScores(best?.answers ?? answers, weights).error - numberScores(answers, weights).error,
    }),
    seed,
  ).difference;
  const half = intervalOf({ answer: validation.answer, truth: validation.truth, width });
  const off = residuals(answers);
  const errors = Float64Array.from({ length: test.rows }, (_, row) => {
    let worst = Number.NEGATIVE_INFINITY;
    for (let i = row * width; i < (row + 1) * width; i++) {
      const one = Math.abs((test.answer[i] ?? 0) - (test.truth[i] ?? Number.NaN));
      if (one > worst) worst = one;
    }
    return worst;
  });
  const shown = (values: ArrayLike<number>, row: number) =>
    Array.from({ length: width }, (_, i) => Number((values[row * width + i] ?? Number.NaN).toPrecision(4))).join(", ");
  const worst = await worstRows(dataset, name, errors, (row) => ({
    truth: shown(test.truth, row),
    answer: shown(test.answer, row),
    probability: null,
  }));
  const { error, rootMeanSquare, explained } = numberScores(answers);
  const columns = [
    "answers by",
    `mean error${unit === "" ? "" : ` (${unit})`}`,
    "95 % interval",
    "root mean square",
    "explained",
  ];
  const table = scores.map((one) => [
    one.title,
    digits(one.error),
    intervalText(intervals[one.name], digits),
    digits(one.rootMeanSquare),
    Number.isFinite(one.explained) ? digits(one.explained) : null,
  ]);
  const figures = {
    error,
    rootMeanSquare,
    explained,
    interval: half,
    ...Object.fromEntries(scores.slice(1).map((one) => [one.name, one.error])),
  };
  return {
    json: {
      kind: "number",
      unit,
      contenders: scores.map(
        (one): Json => ({
          name: one.name,
          title: one.title,
          error: one.error,
          rootMeanSquare: one.rootMeanSquare,
          explained: Number.isFinite(one.explained) ? one.explained : null,
          interval: { ...(intervals[one.name] ?? { estimate: one.error, low: null, high: null }) },
        }),
      ),
      aheadOfBest: { ...ahead, best: best?.name ?? null },
      residuals: Object.fromEntries(
        [0.05, 0.25, 0.5, 0.75, 0.95].map((share) => [String(share), quantile(off, share)]),
      ),
      interval: { level: 0.9, half, coverage: coverage(answers, half) },
      worst,
    },
    figures: Object.fromEntries(Object.entries(figures).filter(([, value]) => Number.isFinite(value))),
    columns,
    rows: table,
    tables: [
      { title: `${name}: beside its baselines, on the test part`, columns, rows: table },
      {
        title: `${name}: what is off (told minus true)${unit === "" ? "" : `, in ${unit}`}`,
        columns: ["5 %", "25 %", "middle", "75 %", "95 %", "true within", "of them, on the test part"],
        rows: [
          [
            ...[0.05, 0.25, 0.5, 0.75, 0.95].map((share) => digits(quantile(off, share))),
            `± ${digits(half)} nine times in ten`,
            `${Math.round(100 * coverage(answers, half))} %`,
          ],
        ],
      },
      worstTable(name, worst),
    ],
    remarks: [verdict(name, "error", best?.title, ahead, test.rows)],
  };
}

function digits(value: number): number {
  return Number(value.toPrecision(4));
}
