/** Figures of an evaluation that are better looked at: by latent unit, by factor, rate against distortion. */
import { z } from "zod";
import { barChart } from "../../charts/bar-chart.js";
import { lineChart } from "../../charts/line-chart.js";
import type { RunRecord } from "../read/record.js";
import { section } from "./html.js";

/** The parts that are drawn, wherever an evaluation has them. */
const evaluationSchema = z.object({
  validation: z
    .object({ mse: z.number(), kl: z.number(), klPerUnit: z.array(z.number()) })
    .partial()
    .catch({}),
  fidelity: z
    .object({ originals: z.record(z.string(), z.number()), reconstructions: z.record(z.string(), z.number()) })
    .optional()
    .catch(undefined),
});

/** A unit that is in use tells at least this much (Burda et al. count units by the variance of their means). */
const USED = 0.01;

/** Sections for what the runs' evaluations hold; none where they hold nothing of it. */
export function figureSections(runs: readonly RunRecord[]): string[] {
  const read = runs.flatMap((run) => {
    const parsed = evaluationSchema.safeParse(run.evaluation);
    return parsed.success ? [{ run, ...parsed.data }] : [];
  });
  const units = read.flatMap(({ run, validation }) =>
    validation.klPerUnit === undefined ? [] : [picture(unitChart(run, validation.klPerUnit))],
  );
  const fidelity = read.flatMap(({ run, fidelity }) =>
    fidelity === undefined ? [] : [picture(fidelityChart(run, fidelity))],
  );
  const pairs = read.flatMap(({ run, validation: { mse, kl } }) =>
    mse === undefined || kl === undefined ? [] : [{ name: run.name, mse, kl }],
  );
  return [
    section("units", "Latent units", grid(units)),
    section("rate", "Rate and distortion", pairs.length < 2 ? "" : picture(rateChart(pairs))),
    section("fidelity", "What survives reconstruction", grid(fidelity)),
  ].filter((part) => part !== "");
}

function unitChart({ name }: RunRecord, klPerUnit: readonly number[]): string {
  const order = [...klPerUnit.keys()].sort((a, b) => (klPerUnit[b] ?? 0) - (klPerUnit[a] ?? 0));
  const used = klPerUnit.filter((kl) => kl >= USED).length;
  return barChart({
    title: `KL per latent unit, ${name}`,
    subtitle: `${used} of ${klPerUnit.length} units tell ${USED} nats or more`,
    bars: order.map((unit) => ({
      name: `unit ${unit}`,
      value: klPerUnit[unit] ?? 0,
      highlight: (klPerUnit[unit] ?? 0) >= USED,
    })),
    axis: { label: "nats" },
    id: `units-${name.replace(/\W/g, "-")}`,
  });
}

function fidelityChart(
  { name }: RunRecord,
  { originals, reconstructions }: { originals: Record<string, number>; reconstructions: Record<string, number> },
): string {
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

/** Each run is a point: what its latents tell, against what its pictures lose. */
function rateChart(pairs: readonly { name: string; mse: number; kl: number }[]): string {
  return lineChart({
    title: "Rate and distortion",
    subtitle: "KL of the latents against the squared error of reconstructions, on validation pictures",
    x: { label: "rate: KL, nats" },
    y: { label: "distortion: mean squared error" },
    series: pairs.map(({ name, mse, kl }) => ({ name, points: [[kl, mse]], dots: true })),
    id: "rate",
  });
}

function picture(svg: string): string {
  return `<figure>${svg}</figure>`;
}

function grid(figures: readonly string[]): string {
  return figures.length === 0 ? "" : `<div class="pictures">${figures.join("")}</div>`;
}
