/** Pictures of an evaluation: loss by epoch, the model beside its baselines, confusion, calibration, ROC. */
import { z } from "zod";
import { barChart } from "../../charts/bar-chart.js";
import { confusionMatrix } from "../../charts/confusion-matrix.js";
import { lineChart } from "../../charts/line-chart.js";
import { reliabilityChart } from "../../charts/reliability-chart.js";
import { rocChart } from "../../charts/roc-chart.js";
import type { JsonObject } from "../../core/json.js";

const intervalSchema = z.object({ estimate: z.number(), low: z.number().nullable(), high: z.number().nullable() });

const labelsSchema = z.object({
  kind: z.literal("labels"),
  labels: z.array(z.string()),
  contenders: z.array(
    z.object({ name: z.string(), title: z.string(), accuracy: z.number(), interval: intervalSchema }),
  ),
  labelScores: z.array(z.object({ label: z.string(), auc: z.number().nullable() })),
  confusion: z.array(z.array(z.number())),
  calibration: z.array(
    z.object({
      low: z.number(),
      high: z.number(),
      count: z.number(),
      said: z.number(),
      happened: z.number().nullable(),
      interval: z.tuple([z.number(), z.number()]).nullable(),
    }),
  ),
  roc: z.record(z.string(), z.array(z.object({ falsePositiveRate: z.number(), truePositiveRate: z.number() }))),
});

const numberSchema = z.object({
  kind: z.literal("number"),
  unit: z.string(),
  contenders: z.array(z.object({ name: z.string(), title: z.string(), error: z.number(), interval: intervalSchema })),
});

const evaluationSchema = z.object({ outputs: z.record(z.string(), z.union([labelsSchema, numberSchema])) });

/** More labels than this make a matrix that nobody reads, and curves that cannot be told apart. */
const MOST_LABELS = 12;
const MOST_CURVES = 5;

/** SVG documents by name. */
export function evaluationPictures(
  evaluation: JsonObject,
  epochs: readonly Readonly<Record<string, number>>[],
  stamp: string | undefined,
): Record<string, string> {
  const { outputs } = evaluationSchema.parse(evaluation);
  const stamped = stamp === undefined ? {} : { stamp };
  const pictures: Record<string, string> = {};
  const add = (name: string, svg: string) => {
    pictures[name] = svg;
  };
  if (epochs.length > 1) add("loss", lossCurves(epochs, stamped));
  const many = Object.keys(outputs).length > 1;
  for (const [name, output] of Object.entries(outputs)) {
    const last = many ? `-${name.replaceAll("_", "-")}` : "";
    const bars = output.contenders.map((one) => ({
      name: one.title,
      value: "accuracy" in one ? one.accuracy : one.error,
      ...(one.interval.low === null || one.interval.high === null
        ? {}
        : { interval: [one.interval.low, one.interval.high] as const }),
      highlight: one.name === "model",
    }));
    const label =
      output.kind === "labels" ? "share of right answers" : `mean error${output.unit === "" ? "" : `, ${output.unit}`}`;
    add(
      `baselines${last}`,
      barChart({
        title: `${name}: beside its baselines, on the test part`,
        bars,
        axis: { label },
        mark: output.kind === "labels" ? "dot" : "bar",
        ...stamped,
      }),
    );
    if (output.kind === "number") continue;
    const { labels } = output;
    if (labels.length <= MOST_LABELS) {
      add(
        `confusion${last}`,
        confusionMatrix({
          title: `${name}: what it was and what was told`,
          classes: labels,
          counts: output.confusion,
          truthLabel: "it was",
          answerLabel: "the model said",
          ...stamped,
        }),
      );
    }
    add(
      `calibration${last}`,
      reliabilityChart({
        title: `${name}: is what is called 70 % right seven times in ten?`,
        series: [{ name: "the most probable label", bins: output.calibration }],
        ...stamped,
      }),
    );
    const told = output.labelScores.filter(({ auc }) => auc !== null);
    const curves =
      labels.length === 2 ? told.slice(-1) : told.sort((a, b) => (a.auc ?? 1) - (b.auc ?? 1)).slice(0, MOST_CURVES);
    if (curves.length === 0) continue;
    add(
      `roc${last}`,
      rocChart({
        title: `${name}: found at the price of how many false alarms?`,
        falseLabel: "false alarms among the others",
        trueLabel: "rows of the label that were found",
        series: curves.map(({ label: one, auc }) => ({
          name: one,
          points: output.roc[one] ?? [],
          auc: auc ?? Number.NaN,
        })),
        ...stamped,
      }),
    );
  }
  return pictures;
}

function lossCurves(epochs: readonly Readonly<Record<string, number>>[], stamped: { stamp?: string }): string {
  const series = (["training", "validation"] as const).map((part) => ({
    name: part,
    points: epochs.map((epoch) => [epoch.epoch ?? Number.NaN, epoch[`${part}.loss`] ?? Number.NaN] as const),
    dots: epochs.length <= 12,
  }));
  return lineChart({ title: "Loss by epoch", x: { label: "epoch" }, y: { label: "loss" }, series, ...stamped });
}
