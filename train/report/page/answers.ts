/**
 * What the seed report claims of its four weights of the KL divergence, asked of the compared runs: is a higher weight
 * smoother, less sensitive, is its lower bound higher, do its steps scatter more, and how does no weight at all sample?
 */
import { lateSpread } from "../curves.js";
import type { RunRecord } from "../read/record.js";
import { section, sentences, shown, table } from "./html.js";

interface Case {
  readonly run: RunRecord;
  readonly figure: (name: string) => number | undefined;
}

/** Questions with their figures; empty for other models than one with these figures, and for a single run. */
export function answersSection(runs: readonly RunRecord[]): string {
  const cases = runs
    .map((run): Case => ({ run, figure: (name) => run.summary?.metrics[name] }))
    .filter(({ figure }) => figure("sharpness.reconstructions") !== undefined);
  if (cases.length < 2) return "";
  const rows = cases.map(({ run, figure }) => [
    run.name,
    weightOf(run),
    cell(figure("validation.mse")),
    cell(figure("validation.mseOfDraws")),
    cell(figure("validation.kl")),
    cell(figure("validation.activeUnits")),
    share(figure("sharpness.reconstructions"), figure("sharpness.originals")),
    cell(figure("sensitivity.unitStep")),
    cell(figure("sensitivity")),
    cell(figure("validation.loss")),
    cell(lateSpread(run)?.deviation),
    cell(figure("frechet.prior")),
    cell(figure("frechet.mixture")),
  ]);
  const columns = [
    "run",
    "loss",
    "MSE",
    "MSE, draws",
    "KL",
    "active units",
    "sharpness",
    "sensitivity, step of 1",
    "sensitivity, step of σ",
    "lower bound",
    "spread",
    "Fréchet, prior",
    "Fréchet, mixture",
  ];
  return section(
    "answers",
    "What the course report asked",
    sentences(statements(cases)),
    table("The same for every run", columns, rows),
    `<p class="muted">MSE: mean squared error of reconstructions from the mean of the posterior, and from draws of it, as in training. Sharpness: variance of the Laplacian of reconstructions, beside that of the pictures. Sensitivity: mean change of a pixel, in levels of 255, when one latent unit moves by 1, and by its own standard deviation σ over the training pictures. Lower bound: validation loss at the end; its scale is each loss's own. Spread: standard deviation of the loss from step to step, last tenth. Fréchet: distance of samples to real pictures, in the features of a small classifier.</p>`,
  );
}

function statements(cases: readonly Case[]): string[] {
  const found: string[] = [];
  const say = (name: string, words: (least: Case, most: Case) => string) => {
    const known = cases.filter(({ figure }) => figure(name) !== undefined);
    const sorted = [...known].sort((a, b) => (a.figure(name) ?? 0) - (b.figure(name) ?? 0));
    const [least, most] = [sorted[0], sorted.at(-1)];
    if (least === undefined || most === undefined) return;
    // Equal ones are neither the least nor the most.
    if (least.figure(name) !== most.figure(name)) found.push(words(least, most));
  };
  say("sharpness.reconstructions", (least, most) => {
    const of = ({ figure }: Case) => share(figure("sharpness.reconstructions"), figure("sharpness.originals"));
    return `Smoothest is ${least.run.name} (${weightOf(least.run)}), with ${of(least)} of the pictures' sharpness; sharpest is ${most.run.name} (${weightOf(most.run)}) with ${of(most)}.`;
  });
  const steps = [
    ["sensitivity.unitStep", "a step of 1"],
    ["sensitivity", "a step of its standard deviation"],
  ] as const;
  for (const [name, step] of steps) {
    say(name, (least, most) => {
      const of = ({ figure }: Case) => shown(figure(name) ?? Number.NaN);
      return `Least sensitive is ${least.run.name} (${weightOf(least.run)}): ${step} of a latent unit changes a pixel by ${of(least)} levels on average; most sensitive is ${most.run.name} (${weightOf(most.run)}) with ${of(most)}.`;
    });
  }
  const collapsed = cases.filter(({ figure }) => figure("validation.activeUnits") === 0).map(({ run }) => run.name);
  if (collapsed.length > 0) {
    found.push(
      `No latent unit is in use any more in ${collapsed.join(", ")}: what looks smooth and insensitive there is posterior collapse, one mean picture for everything.`,
    );
  }
  for (const { run, figure } of cases) {
    const [prior, mixture] = [figure("frechet.prior"), figure("frechet.mixture")];
    if (run.settings.klWeight !== 0 || run.settings.loss !== "weighted" || prior === undefined || mixture === undefined)
      continue;
    found.push(
      `${run.name} has no KL term, so that its codes are nowhere near the prior: samples of the prior are at a Fréchet distance of ${shown(prior)}, those of the mixture fitted afterwards at ${shown(mixture)}.`,
    );
  }
  return found;
}

/** The loss in short: `MSE (sum) + 70 KL`. */
function weightOf({ settings }: RunRecord): string {
  if (settings.loss === "sigma") return "σ-VAE";
  return settings.klWeight === undefined
    ? "–"
    : `MSE (${String(settings.reduction)}) + ${String(settings.klWeight)} KL`;
}

function cell(value: number | undefined): string {
  return value === undefined ? "–" : shown(value);
}

function share(value: number | undefined, of: number | undefined): string {
  return value === undefined || of === undefined ? cell(value) : `${((100 * value) / of).toFixed(1)} %`;
}
