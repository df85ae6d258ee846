/** Writes a report: the page, and beside it each picture as a file. */
import { cpSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { reportPage } from "./page/page.js";
import { readRun } from "./read/run-directory.js";
import { reportScript } from "./script.js";

/** What was written. */
export interface WrittenReport {
  readonly page: string;
  readonly bytes: number;
  readonly pictures: readonly string[];
  /** What could not be read of the runs. */
  readonly notes: readonly string[];
}

/**
 * Reports on one run, or compares several of one model.
 *
 * @param paths run directories, which may be unfinished.
 * @param out folder of `report.html` and `report-pictures/`; made when it is missing.
 * @throws NotFoundError when a path is no run; InputError when the runs are of different models.
 */
export async function writeReport(paths: readonly string[], out: string): Promise<WrittenReport> {
  const runs = paths.map(readRun);
  const html = reportPage(runs, await reportScript());
  const folder = join(out, "report-pictures");
  mkdirSync(folder, { recursive: true });
  const pictures = runs.flatMap(({ name: run, pictures: found }) =>
    found.map(({ name, file }) => {
      const to = join(folder, `${runs.length === 1 ? "" : `${run}-`}${name.replaceAll("/", "-")}${extname(file)}`);
      cpSync(file, to);
      return to;
    }),
  );
  const page = join(out, "report.html");
  // Whoever has the page open reloads a whole one.
  writeFileSync(`${page}.writing`, html);
  renameSync(`${page}.writing`, page);
  return {
    page,
    bytes: Buffer.byteLength(html),
    pictures,
    notes: runs.flatMap(({ name, notes }) => notes.map((note) => `${name}: ${note}`)),
  };
}
