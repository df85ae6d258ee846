/** A model beside its contenders: the same figures of each, and an interval of the one that they are compared by. */
import { bootstrap, type Interval } from "./bootstrap.js";
import type { Contender } from "./contenders.js";

/** How answers are judged. */
interface Judging<Answers, Name extends string> {
  /** Rows of the test part. */
  readonly rows: number;
  readonly seed: number;
  figures(answers: Answers, weights?: Float64Array): Readonly<Record<Name, number>>;
  /** Which of the figures has an interval. */
  readonly by: NoInfer<Name>;
}

/** The figures of the model, which comes first, and of each contender. */
export function beside<Answers extends { readonly answer: ArrayLike<number> }, Name extends string>(
  answers: Answers,
  contenders: readonly Contender[],
  { rows, seed, figures, by }: Judging<Answers, Name>,
) {
  const all = [
    { name: "model", title: "this model", answers },
    ...contenders.map(({ name, title, test }) => ({ name, title, answers: { ...answers, answer: test } })),
  ];
  const scores = all.map((one) => ({ ...one, ...figures(one.answers) }));
  const intervals = bootstrap<string>(
    rows,
    (weights) => Object.fromEntries(all.map((one) => [one.name, figures(one.answers, weights)[by]])),
    seed,
  );
  return { scores, intervals };
}

/** An interval for a table. @param shown a figure as it is written there. */
export function intervalText(interval: Interval | undefined, shown: (value: number) => number | string): string {
  return interval === undefined || interval.low === null || interval.high === null
    ? "too few rows"
    : `${shown(interval.low)} to ${shown(interval.high)}`;
}
