/** The comparison of a model of one's own with its peers, as Markdown. */
import type { Interval } from "../../../short/evaluation/bootstrap.js";
import { markdownTable } from "../report/format.js";

/** One contender on one table: all seeds together. */
export interface OwnContender {
  readonly name: string;
  /** Accuracy of labels, mean absolute error of numbers; each test row of each seed counts once. */
  readonly score: Interval;
  /** Better by how much than Kiln (negative: Kiln is ahead), of the same rows. */
  readonly ahead: Interval | null;
  /** Seconds of one fit, the median of the seeds. */
  readonly seconds: number;
}

/** One table. */
export interface OwnTable {
  readonly name: string;
  readonly kind: "labels" | "number";
  readonly rows: number;
  readonly testRows: number;
  readonly contenders: readonly OwnContender[];
}

/** The whole result. */
export interface OwnResult {
  readonly formatVersion: 1;
  readonly created: string;
  readonly seeds: readonly number[];
  readonly tables: readonly OwnTable[];
}

/** The report. */
export function ownMarkdown({ created, seeds, tables }: OwnResult): string {
  const rows = tables.flatMap(({ name, kind, testRows, contenders }) =>
    contenders.map((one) => [
      `${name} (${kind === "labels" ? "accuracy" : "mean error"}, ${testRows} test rows)`,
      one.name,
      one.score.estimate.toFixed(kind === "labels" ? 3 : 1),
      interval(one.score, kind),
      one.ahead === null
        ? ""
        : `${one.ahead.estimate > 0 ? "+" : ""}${one.ahead.estimate.toFixed(3)} (${interval(one.ahead, "labels")})`,
      one.seconds.toFixed(2),
    ]),
  );
  return [
    `# A model of one's own beside its peers`,
    "",
    `${created}; seeds ${seeds.join(", ")}; no tuning on any side. The same rows for all; intervals of 95 % over the test rows.`,
    "",
    markdownTable(["table", "learner", "score", "interval", "better than Kiln by", "seconds"], rows),
    "",
  ].join("\n");
}

function interval({ low, high }: Interval, kind: "labels" | "number"): string {
  if (low === null || high === null) return "-";
  return `${low.toFixed(kind === "labels" ? 3 : 1)} to ${high.toFixed(kind === "labels" ? 3 : 1)}`;
}
