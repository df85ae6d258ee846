/** The report: one HTML file that needs no network, no server and no other file. */
import { differingEnvironments, differingSettings, requireOneModel } from "../compare.js";
import { curveCharts, lateSpread, leastLoss } from "../curves.js";
import type { RunRecord } from "../read/record.js";
import { answersSection } from "./answers.js";
import { chartFigure } from "./charts.js";
import { figureSections } from "./figures.js";
import { escapeHtml, section, sentences, shown, table } from "./html.js";
import { networkFigure } from "./network.js";
import { ownSections } from "./own-sections.js";
import { firstBatchFigures, pictureFigures } from "./pictures.js";
import { style } from "./style.js";

/** What a page holds beside its runs. */
export interface PageOptions {
  /** Sentences that hold for all runs. */
  readonly remarks?: readonly string[];
  /** HTML for the top of the page: the way back, where a server shows it. */
  readonly above?: string;
}

/**
 * Writes the page.
 *
 * @param script of the interactive curves, as it is put into the page.
 * @throws InputError when the runs are of different models.
 */
export async function reportPage(
  runs: readonly RunRecord[],
  script: string,
  { remarks = [], above = "" }: PageOptions = {},
): Promise<string> {
  const model = requireOneModel(runs);
  const single = runs.length === 1 ? runs[0] : undefined;
  const title = single === undefined ? `${model}: ${runs.length} runs compared` : `${model}: ${single.name}`;
  const parts = [
    section("first-batch", "The first batch", await firstBatchFigures(runs)),
    section(
      "summary",
      "Summary",
      ...remarks.map(note),
      runList(runs),
      ...(single === undefined ? [] : [summaryOf(single, true)]),
    ),
    answersSection(runs),
    section("differences", "What differs", ...differences(runs)),
    section("figures", "Final figures", finalFigures(runs)),
    // Of many runs these are pages of words: what they have to say to each other comes first.
    section("remarks", "What each run says", ...(single === undefined ? runs.map((run) => summaryOf(run, false)) : [])),
    section("curves", "Curves", ...curves(runs)),
    ...ownSections(runs),
    ...figureSections(runs),
    section("pictures", "Pictures", await pictureFigures(runs)),
    section("network", "Network", ...(runs[0]?.graphs ?? []).map(networkFigure)),
    section("settings", "Settings and environment", ...(single === undefined ? [] : allSettings(single))),
    section(
      "missing",
      "What is missing",
      sentences(runs.flatMap(({ name, notes }) => notes.map((note) => `${name}: ${note}`))),
    ),
  ].filter((part) => part !== "");
  const links = parts.map((part) => {
    const [, id = "", heading = ""] = /<section id="([^"]*)"><h2>([^<]*)/.exec(part) ?? [];
    return `<li><a href="#${id}">${heading}</a></li>`;
  });
  const simulated = runs.some(({ summary }) => summary?.simulated === true);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><link rel="icon" href="data:,"><style>${style}</style></head>
<body><header>${above}<h1>${escapeHtml(title)}</h1>${simulated ? '<p class="stamp">Simulated</p>' : ""}
<nav aria-label="Parts of this report"><ul>${links.join("")}</ul></nav></header>
<main>${parts.join("\n")}</main>
<footer>Written by Kiln from ${runs.map(({ path }) => `<code>${escapeHtml(path)}</code>`).join(", ")}.</footer>
<script type="module">${script.replaceAll("</script", "<\\/script")}</script></body></html>
`;
}

function note(sentence: string): string {
  return `<p class="notes">${escapeHtml(sentence)}</p>`;
}

function runList(runs: readonly RunRecord[]): string {
  const rows = runs.map(({ name, preset, seed, status }) => [
    name,
    preset,
    String(seed),
    status?.status ?? "unknown",
    status === null ? "–" : `${status.step} of ${status.totalSteps}`,
  ]);
  return table("Runs", ["run", "preset", "seed", "status", "steps"], rows);
}

function summaryOf({ name, summary, status }: RunRecord, alone: boolean): string {
  const heading = alone ? "" : `<h3>${escapeHtml(name)}</h3>`;
  if (summary !== null) return `${heading}${sentences(summary.remarks)}`;
  const state = status === null ? "nothing says how far it came" : `${status.status} after ${status.step} steps`;
  return `${heading}<p class="notes">Not finished: ${escapeHtml(state)}. ${escapeHtml(status?.message ?? "")}</p>`;
}

function differences(runs: readonly RunRecord[]): string[] {
  if (runs.length < 2) return [];
  const columns = ["what", ...runs.map(({ name }) => name)];
  const settings = differingSettings(runs).map(({ name, values }) => [name, ...values]);
  const environments = differingEnvironments(runs).map(({ name, values }) => [name, ...values]);
  return [
    settings.length === 0 ? "<p>All settings are the same.</p>" : table("Settings", columns, settings),
    environments.length === 0
      ? "<p>Data, versions and machine are the same.</p>"
      : table("Data, versions, machine", columns, environments),
  ];
}

function finalFigures(runs: readonly RunRecord[]): string {
  const names = [...new Set(runs.flatMap(({ summary }) => Object.keys(summary?.metrics ?? {})))];
  if (names.length === 0) return "";
  const rows = names.map((name) => [
    name,
    ...runs.map(({ summary }) => (summary?.metrics[name] === undefined ? "–" : shown(summary.metrics[name]))),
  ]);
  return table("At the end of each run", ["figure", ...runs.map(({ name }) => name)], rows);
}

function curves(runs: readonly RunRecord[]): string[] {
  const charts = curveCharts(runs).map((chart, i) => chartFigure(chart, i, runs));
  return charts.length === 0 ? [] : [legend(runs), `<div class="pictures">${charts.join("")}</div>`, spread(runs)];
}

function legend(runs: readonly RunRecord[]): string {
  const names = runs.map(({ name }, i) => `<li><span class="swatch run${i % 7}"></span>${escapeHtml(name)}</li>`);
  const list = runs.length > 1 ? `<ul class="legend">${names.join("")}</ul>` : "";
  return `${list}<p class="muted">Whole lines: validation. Dashed: training, mean of each epoch. Thin: each logged step. Drag to zoom, double-click to see all; by keyboard: arrows, plus, minus, 0.</p>`;
}

/** The lower bound and how far steps scatter about it: what the course report reads off its curves and their thickness. */
function spread(runs: readonly RunRecord[]): string {
  const rows = runs.flatMap((run) => {
    const [least, found] = [leastLoss(run), lateSpread(run)];
    if (least === null && found === null) return [];
    const bound = least === null ? ["–", "–"] : [shown(least.value), String(least.step)];
    return [[run.name, ...bound, ...(found === null ? ["–", "–"] : [shown(found.mean), shown(found.deviation)])]];
  });
  return rows.length === 0
    ? ""
    : table(
        "The loss: lower bound that it reached, and spread of its steps over the last tenth",
        ["run", "lower bound", "at step", "mean of the steps", "standard deviation"],
        rows,
      );
}

function allSettings({ settings, environment }: RunRecord): string[] {
  const rows = Object.entries(settings).map(([name, value]) => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const tables = [table("Settings", ["setting", "value"], rows)];
  if (environment === null) return tables;
  const { versions, commit, cpu, threads, dataSource, dataHash } = environment;
  const facts = [
    ["data", dataSource],
    ["data, SHA-256", dataHash],
    ["commit of Kiln", commit ?? "unknown"],
    ["processor", cpu],
    ["threads", String(threads ?? "unknown")],
    ...Object.entries(versions),
  ];
  return [...tables, table("Environment", ["what", "value"], facts)];
}
