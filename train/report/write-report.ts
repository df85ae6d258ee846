/** Writes a report: the page, and beside it each picture as a file. */
import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { reportPage } from "./page/page.js";
import type { RunRecord } from "./read/record.js";
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

/** What a report says beside what the runs hold. */
export interface WriteOptions {
  /** Sentences that hold for all of the runs: what a sweep did. */
  readonly remarks?: readonly string[];
  /** Adds to a run what others know of it: whether its training still lives. */
  readonly refine?: (run: RunRecord) => RunRecord;
}

/**
 * Reports on one run, or compares several of one model.
 *
 * @param paths run directories, which may be unfinished.
 * @param out folder of `report.html` and, unless it is the run itself, `report-pictures/`; made when it is missing.
 * @throws NotFoundError when a path is no run; InputError when the runs are of different models.
 */
export async function writeReport(
  paths: readonly string[],
  out: string,
  { remarks = [], refine = (run) => run }: WriteOptions = {},
): Promise<WrittenReport> {
  const runs = paths.map(readRun).map(refine);
  const html = await reportPage(runs, reportScript(), { remarks });
  mkdirSync(out, { recursive: true });
  // In its own run a report has its pictures beside it already.
  const inRun = paths.some((path) => resolve(path) === resolve(out));
  const pictures = inRun ? runs.flatMap((run) => run.pictures.map(({ file }) => file)) : copyPictures(runs, out);
  const page = join(out, "report.html");
  // Whoever has the page open reloads a whole one.
  // A training writes the same page; each has a file of its own to write in.
  const writing = `${page}.writing-${process.pid}`;
  try {
    writeFileSync(writing, html);
    renameSync(writing, page);
  } catch (error) {
    rmSync(writing, { force: true });
    throw error;
  }
  return {
    page,
    bytes: Buffer.byteLength(html),
    pictures,
    notes: runs.flatMap(({ name, notes }) => notes.map((note) => `${name}: ${note}`)),
  };
}

function copyPictures(runs: readonly RunRecord[], out: string): string[] {
  const folder = join(out, "report-pictures");
  return runs.flatMap(({ name: run, pictures }) =>
    pictures.map(({ name, file }) => {
      const to = join(folder, `${runs.length === 1 ? "" : `${run}-`}${name.replaceAll("/", "-")}${extname(file)}`);
      mkdirSync(folder, { recursive: true });
      cpSync(file, to);
      return to;
    }),
  );
}
