/** Figures of an evaluation that are better looked at: by latent unit, by factor, rate against distortion. */
import { z } from "zod";
import { barChart } from "../../../charts/bar-chart.js";
import { lineChart } from "../../../charts/line-chart.js";
import type { RunRecord } from "../read/record.js";
import { section } from "./html.js";

/** The parts that are drawn, wherever an evaluation has them. */
const evaluationSchema = z.object({
  validation: z
    .object({
      mse: z.number(),
      mseOfDraws: z.number(),
      kl: z.number(),
      klPerUnit: z.array(z.number()),
      baselines: z
        .object({
          meanPicture: z.object({ mse: z.number() }),
          pca: z.object({ mse: z.number(), components: z.int() }),
        })
        .optional()
        .catch(undefined),
    })
    .partial()
    .catch({}),
  training: z.object({ mse: z.number() }).optional().catch(undefined),
  effects: z
    .object({ perDeviation: z.array(z.number()), perUnit: z.array(z.number()) })
    .optional()
    .catch(undefined),
  sharpness: z
    .object({ originals: z.number(), reconstructions: z.number(), samples: z.number() })
    .optional()
    .catch(undefined),
  fidelity: z
    .object({ originals: z.record(z.string(), z.number()), reconstructions: z.record(z.string(), z.number()) })
    .optional()
    .catch(undefined),
});

/** A unit that is in use tells at least this much (Burda et al. count units by the variance of their means). */
const USED = 0.01;

/** A run's figures by latent unit. */
interface ByUnit {
  readonly name: string;
  readonly values: readonly number[];
}

/** Sections for what the runs' evaluations hold; none where they hold nothing of it. */
export function figureSections(runs: readonly RunRecord[]): string[] {
  const read = runs.flatMap((run) => {
    const parsed = evaluationSchema.safeParse(run.evaluation);
    return parsed.success ? [{ name: run.name, ...parsed.data }] : [];
  });
  const rates = read.flatMap(({ name, validation }) =>
    validation.klPerUnit === undefined ? [] : [{ name, values: validation.klPerUnit }],
  );
  const effects = (which: "perDeviation" | "perUnit") =>
    read.flatMap(({ name, effects }) => (effects === undefined ? [] : [{ name, values: effects[which] }]));
  const sharpness = read.flatMap(({ name, sharpness }) => (sharpness === undefined ? [] : [{ name, ...sharpness }]));
  const fidelity = read.flatMap(({ name, fidelity }) => (fidelity === undefined ? [] : [{ name, ...fidelity }]));
  const pairs = read.flatMap(({ name, validation: { mseOfDraws, kl } }) =>
    mseOfDraws === undefined || kl === undefined ? [] : [{ name, mse: mseOfDraws, kl }],
  );
  const errors = read.flatMap(({ name, validation: { mse, baselines }, training }) =>
    mse === undefined || baselines === undefined ? [] : [{ name, mse, baselines, training: training?.mse }],
  );
  const units = (...chart: Parameters<typeof unitCharts>[0]) => unitCharts(chart, runs.length === 1);
  return [
    section("baselines", "Beside the baselines", grid(errors.map((run) => errorChart(run, runs.length === 1)))),
    section(
      "units",
      "Latent units, sensitivity, sharpness",
      grid([
        ...units("KL of the latent units", "nats", rates, usedUnits(rates)),
        ...units(
          "Sensitivity: change of a picture for a step of 1",
          "levels of 255",
          effects("perUnit"),
          "Mean change of a pixel when one latent number moves by 1, both ways, from 16 pictures",
        ),
        ...units(
          "Sensitivity: change for a step of a standard deviation",
          "levels of 255",
          effects("perDeviation"),
          "The same when it moves by its own standard deviation over the training pictures",
        ),
        ...(sharpness.length === 0 ? [] : [sharpnessChart(sharpness)]),
      ]),
    ),
    section("rate", "Rate and distortion", pairs.length < 2 ? "" : grid([rateChart(pairs)])),
    section("fidelity", "What survives reconstruction", grid(fidelity.map(fidelityChart))),
  ].filter((part) => part !== "");
}

/** The network's error between those of what needs none, and beside that on pictures that it was trained on. */
function errorChart(
  {
    name,
    mse,
    baselines: { meanPicture, pca },
    training,
  }: {
    name: string;
    mse: number;
    baselines: { meanPicture: { mse: number }; pca: { mse: number; components: number } };
    training: number | undefined;
  },
  alone: boolean,
): string {
  return barChart({
    title: `Reconstruction error${alone ? "" : `, ${name}`}`,
    subtitle: "Mean squared error on validation pictures, levels of 0 to 1; less is better",
    bars: [
      { name: "network", value: mse, highlight: true },
      { name: `PCA, ${pca.components} components`, value: pca.mse },
      { name: "mean picture", value: meanPicture.mse },
      ...(training === undefined ? [] : [{ name: "network, training pictures", value: training }]),
    ],
    axis: { label: "mean squared error" },
    figures: (value) => value.toFixed(5),
    id: `errors-${name.replace(/\W/g, "-")}`,
  });
}

function usedUnits(rates: readonly ByUnit[]): string {
  const counts = rates.map(({ name, values }) => {
    const count = `${values.filter((kl) => kl >= USED).length} of ${values.length}`;
    return rates.length === 1 ? `${count} units` : `${name} ${count}`;
  });
  return `Units that tell ${USED} nats or more: ${counts.join(", ")}`;
}

/** Of one run a bar for each unit, of several a line for each run: the units of two trainings are not the same ones. */
function unitCharts(
  [title, label, runs, subtitle]: [title: string, label: string, runs: readonly ByUnit[], subtitle: string],
  alone: boolean,
): string[] {
  const [first] = runs;
  if (first === undefined) return [];
  const id = title.replace(/\W/g, "-");
  if (alone) {
    const bars = [...first.values.entries()].sort(([, a], [, b]) => b - a);
    return [
      barChart({
        title,
        subtitle,
        bars: bars.map(([unit, value]) => ({ name: `unit ${unit}`, value, highlight: value >= USED })),
        axis: { label },
        id,
      }),
    ];
  }
  return [
    lineChart({
      title,
      subtitle: `${subtitle}. The units of each run from the strongest to the weakest`,
      x: { label: "unit, by its place", whole: true },
      y: { label },
      series: runs.map(({ name, values }) => ({
        name,
        points: [...values].sort((a, b) => b - a).map((value, place) => [place + 1, value] as const),
      })),
      id,
    }),
  ];
}

function sharpnessChart(
  runs: readonly { name: string; originals: number; reconstructions: number; samples: number }[],
): string {
  const named = (name: string, what: string) => (runs.length === 1 ? what : `${name}: ${what}`);
  return barChart({
    title: "Sharpness",
    subtitle: "Variance of the Laplacian of the lightness, as a share of that of the pictures themselves",
    bars: runs.flatMap(({ name, originals, reconstructions, samples }) => [
      { name: named(name, "reconstructions"), value: reconstructions / originals, highlight: true },
      { name: named(name, "samples"), value: samples / originals },
    ]),
    axis: { label: "share of the pictures' sharpness", domain: [0, 1] },
    id: "sharpness-chart",
  });
}

function fidelityChart({
  name,
  originals,
  reconstructions,
}: {
  name: string;
  originals: Record<string, number>;
  reconstructions: Record<string, number>;
}): string {
  return barChart({
    title: `Factors read back from reconstructions, ${name}`,
    subtitle: "Share that a classifier names rightly; of the pictures themselves it is nearly all",
    bars: Object.entries(reconstructions).map(([factor, value]) => ({
      name: `${factor.replaceAll("_", " ")} (pictures ${(originals[factor] ?? Number.NaN).toFixed(3)})`,
      value,
      highlight: true,
    })),
    axis: { label: "right answers", domain: [0, 1] },
    id: `fidelity-${name.replace(/\W/g, "-")}`,
  });
}

/**
 * Each run is a point: what its latents tell, against what its pictures lose. Both are expectations over the posterior, as
 * rate and distortion belong together (Alemi et al. 2018): decoding its mean instead flatters or, collapsed, misleads.
 */
function rateChart(pairs: readonly { name: string; mse: number; kl: number }[]): string {
  return lineChart({
    title: "Rate and distortion",
    subtitle:
      "KL of the latents against the squared error of what is decoded from draws of the posterior, on validation pictures",
    x: { label: "rate: KL, nats" },
    y: { label: "distortion: mean squared error" },
    series: pairs.map(({ name, mse, kl }) => ({ name, points: [[kl, mse]], dots: true })),
    id: "rate-chart",
  });
}

function grid(figures: readonly string[]): string {
  return figures.length === 0
    ? ""
    : `<div class="pictures">${figures.map((svg) => `<figure>${svg}</figure>`).join("")}</div>`;
}
