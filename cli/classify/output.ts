/** Results as a file: CSV, JSON, or the world map. */
import { writeFile } from "node:fs/promises";
import { extname } from "node:path";
import { renderPng } from "../../graphics/render-png.js";
import { FailedError, UsageError } from "../../models/errors.js";
import { loadAtlas } from "../../models/trend/resources/atlas.js";
import { resultsMap } from "../../models/trend/resources/results-map.js";
import { writeCsv } from "../../models/trend/table/write-csv.js";
import type { Classified } from "./results.js";

const forms = [".csv", ".json", ".svg", ".png"] as const;
type Form = (typeof forms)[number];

/** @throws UsageError when no file of that name can be written: before anything is computed. */
export function formOf(file: string): Form {
  const form = forms.find((known) => known === extname(file).toLowerCase());
  if (form !== undefined) return form;
  throw new UsageError(`${file}: results are written as ${forms.join(", ")}`, { where: { field: "--out" } });
}

/**
 * Writes results over what was there.
 *
 * @throws FailedError when the file cannot be written.
 */
export async function writeResults(file: string, classified: Classified): Promise<void> {
  const content = await contentOf(formOf(file), classified);
  try {
    await writeFile(file, content);
  } catch (cause) {
    throw new FailedError(`cannot be written: ${(cause as Error).message}`, { where: { file }, cause });
  }
}

async function contentOf(form: Form, classified: Classified): Promise<string | Uint8Array> {
  if (form === ".csv") return csvOf(classified);
  if (form === ".json") return `${JSON.stringify(classified, null, 2)}\n`;
  const theme = form === ".png" ? "light" : "auto";
  const svg = resultsMap(classified, await loadAtlas("50m"), theme, remarksOf(classified));
  return form === ".svg" ? svg : renderPng(svg);
}

/** A row for each country; those without a result have the reason in its place. */
export function csvOf({ results, skipped, model, version, simulated }: Classified): string {
  const by = [`${model}@${version}`, String(simulated)];
  return writeCsv([
    ["name", "iso", "end", "label", "probability", "remark", "model", "simulated"],
    ...results.map(({ name, iso, end, label, probability }) => [name, iso, end, label, probability, null, ...by]),
    ...skipped.map(({ name, iso, reason }) => [name, iso, null, null, null, reason, ...by]),
  ]);
}

function remarksOf({ source, skipped }: Classified): string[] {
  const names = skipped.slice(0, 12).map(({ name }) => name);
  const more = skipped.length > names.length ? ` and ${skipped.length - names.length} more` : "";
  return [
    ...(source === null ? [] : [`Table: ${source}.`]),
    ...(skipped.length === 0 ? [] : [`Too short for a result: ${names.join(", ")}${more}.`]),
  ];
}
