/** Results as a file: CSV, JSON, or the world map. */
import { writeFile } from "node:fs/promises";
import { extname } from "node:path";
import { FailedError, UsageError } from "kilnjs";
import { renderPng } from "kilnjs/pictures";
import { type Classified, classifiedCsv, classifiedRemarks } from "../../classified.js";
import { loadAtlas } from "../../resources/atlas.js";
import { resultsMap } from "../../resources/results-map.js";

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
  if (form === ".csv") return classifiedCsv(classified);
  if (form === ".json") return `${JSON.stringify(classified, null, 2)}\n`;
  const theme = form === ".png" ? "light" : "auto";
  const svg = resultsMap(classified, await loadAtlas("50m"), theme, classifiedRemarks(classified));
  return form === ".svg" ? svg : renderPng(svg);
}
