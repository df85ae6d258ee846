/** What answers of labels are worth. Rows without a label (-1) are left out. */

/** Probabilities of labels, and what is true. */
export interface ClassAnswers {
  /** [rows * labels]. */
  readonly answer: ArrayLike<number>;
  readonly truth: ArrayLike<number>;
  readonly labels: readonly string[];
}

/** Figures over all labels. */
export type ClassScores = Readonly<Record<"accuracy" | "balancedAccuracy" | "logLoss" | "brier", number>>;

/** One label. */
export interface LabelScores {
  readonly label: string;
  readonly rows: number;
  /** Share of those that were told so that are; null where none was told so. */
  readonly precision: number | null;
  /** Share of those that are that were told so; null where there are none. */
  readonly recall: number | null;
  readonly f1: number | null;
  /** Area under the ROC curve, this label against all others; null where there are none of either. */
  readonly auc: number | null;
}

/** Figures, with weights for rows. */
export function classScores({ answer, truth, labels }: ClassAnswers, weights?: Float64Array): ClassScores {
  const width = labels.length;
  const right = new Float64Array(width);
  const all = new Float64Array(width);
  let [logLoss, brier, total] = [0, 0, 0];
  for (let row = 0; row < truth.length; row++) {
    const label = truth[row] ?? -1;
    const weight = weights?.[row] ?? 1;
    if (label < 0 || weight === 0) continue;
    total += weight;
    all[label] = (all[label] ?? 0) + weight;
    if (told(answer, row, width) === label) right[label] = (right[label] ?? 0) + weight;
    logLoss -= weight * Math.log(Math.max(1e-15, answer[row * width + label] ?? 0));
    for (let i = 0; i < width; i++) brier += weight * ((answer[row * width + i] ?? 0) - (i === label ? 1 : 0)) ** 2;
  }
  const recalls = Array.from(all, (count, i) => (count === 0 ? null : (right[i] ?? 0) / count)).filter(
    (one) => one !== null,
  );
  return {
    accuracy: sum(right) / total,
    balancedAccuracy: sum(recalls) / recalls.length,
    logLoss: logLoss / total,
    brier: brier / total,
  };
}

/** Rows by [label that it is][label that was told]. */
export function confusion({ answer, truth, labels }: ClassAnswers): number[][] {
  const width = labels.length;
  const counts = labels.map(() => labels.map(() => 0));
  for (let row = 0; row < truth.length; row++) {
    const line = counts[truth[row] ?? -1];
    const column = told(answer, row, width);
    if (line !== undefined) line[column] = (line[column] ?? 0) + 1;
  }
  return counts;
}

/** Each label for itself. */
export function labelScores(answers: ClassAnswers): LabelScores[] {
  const counts = confusion(answers);
  return answers.labels.map((label, i) => {
    const right = counts[i]?.[i] ?? 0;
    const rows = sum(counts[i] ?? []);
    const toldSo = sum(counts.map((line) => line[i] ?? 0));
    const precision = toldSo === 0 ? null : right / toldSo;
    const recall = rows === 0 ? null : right / rows;
    const f1 = rows + toldSo === 0 ? null : (2 * right) / (rows + toldSo);
    return { label, rows, precision, recall, f1, auc: aucOf(answers, i) };
  });
}

/** A curve's points, from (0, 0) to (1, 1), at most about a hundred of them. */
export function rocOf({ answer, truth, labels }: ClassAnswers, label: number) {
  const rows = rankedRows({ answer, truth, labels }, label);
  const positives = rows.filter(({ is }) => is).length;
  const negatives = rows.length - positives;
  const points = [{ falsePositiveRate: 0, truePositiveRate: 0 }];
  const every = Math.max(1, Math.floor(rows.length / 100));
  let [hits, alarms] = [0, 0];
  rows.forEach(({ is, probability }, i) => {
    if (is) hits += 1;
    else alarms += 1;
    // Rows of one probability come together.
    if (rows[i + 1]?.probability === probability || (i % every !== 0 && i < rows.length - 1)) return;
    points.push({
      falsePositiveRate: alarms / Math.max(1, negatives),
      truePositiveRate: hits / Math.max(1, positives),
    });
  });
  return points;
}

/** One bin of answers of which about the same was said. */
export interface ConfidenceBin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
  readonly said: number;
  readonly happened: number | null;
  readonly interval: readonly [number, number] | null;
}

/** The most probable label's probability against how often it was right, in ten bins. */
export function confidenceBins({ answer, truth, labels }: ClassAnswers): ConfidenceBin[] {
  const width = labels.length;
  const bins = Array.from({ length: 10 }, () => ({ count: 0, said: 0, right: 0 }));
  for (let row = 0; row < truth.length; row++) {
    if ((truth[row] ?? -1) < 0) continue;
    const label = told(answer, row, width);
    const probability = answer[row * width + label] ?? 0;
    const bin = bins[Math.min(9, Math.floor(probability * 10))];
    if (bin === undefined) continue;
    bin.count += 1;
    bin.said += probability;
    if (label === truth[row]) bin.right += 1;
  }
  return bins.map(({ count, said, right }, i) => ({
    low: i / 10,
    high: (i + 1) / 10,
    count,
    said: count === 0 ? (i + 0.5) / 10 : said / count,
    happened: count === 0 ? null : right / count,
    interval: count === 0 ? null : wilson(right, count),
  }));
}

/** Mean distance between what was said and what happened (expected calibration error). */
export function calibrationError(bins: readonly ConfidenceBin[]): number {
  const total = sum(bins.map(({ count }) => count));
  return sum(
    bins.map(({ count, said, happened }) => (happened === null ? 0 : (count / total) * Math.abs(said - happened))),
  );
}

/** 95 % interval of a share (Wilson 1927): it stays in [0, 1] and is sound for few rows. */
function wilson(successes: number, trials: number): [number, number] {
  const z = 1.959963984540054;
  const share = successes / trials;
  const scale = 1 + z ** 2 / trials;
  const centre = (share + z ** 2 / (2 * trials)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/** The probability that a row of the label is put above one that is not, ties counting half. */
function aucOf(answers: ClassAnswers, label: number): number | null {
  const rows = rankedRows(answers, label);
  const positives = rows.filter(({ is }) => is).length;
  if (positives === 0 || positives === rows.length) return null;
  let [area, below] = [0, 0];
  for (let i = rows.length - 1; i >= 0; ) {
    let [hits, alarms] = [0, 0];
    const { probability } = rows[i] as { probability: number };
    for (; i >= 0 && rows[i]?.probability === probability; i--) {
      if (rows[i]?.is === true) hits += 1;
      else alarms += 1;
    }
    area += hits * (below + alarms / 2);
    below += alarms;
  }
  return area / (positives * (rows.length - positives));
}

function rankedRows({ answer, truth, labels }: ClassAnswers, label: number) {
  const rows: { readonly is: boolean; readonly probability: number }[] = [];
  for (let row = 0; row < truth.length; row++) {
    const is = truth[row] ?? -1;
    if (is >= 0) rows.push({ is: is === label, probability: answer[row * labels.length + label] ?? 0 });
  }
  return rows.sort((a, b) => b.probability - a.probability);
}

/** The index of the most probable label of a row. */
export function told(answer: ArrayLike<number>, row: number, width: number): number {
  let best = 0;
  for (let i = 1; i < width; i++) if ((answer[row * width + i] ?? 0) > (answer[row * width + best] ?? 0)) best = i;
  return best;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] ?? 0;
  return total;
}
