/**
 * The worker that reads tables and draws maps of them. It is one of its own, beside inference: a table can be read before
 * a model is there and is kept when the model is opened anew, and a large one holds up no answer while it is read.
 */
import "kilnjs/page";
import { FailedError, InputError } from "kilnjs";
import { answerCalls, pagePort } from "kilnjs/page";
import { classifiedRemarks, tableWindows } from "../../classified.js";
import { loadAtlas } from "../../resources/atlas.js";
import { resultsMap } from "../../resources/results-map.js";
import type { CaseTable } from "../../table/case-table.js";
import type { ReadOptions } from "../../table/options.js";
import { readCaseTable } from "../../table/read-table.js";
import { tableNotes, tableWarnings } from "../../table/remarks.js";
import type { Curve, MapOrder, TableFacts, TableQuestions } from "./messages.js";

let kept: Kept | undefined;

interface Kept {
  readonly table: CaseTable;
  readonly file: string;
}

answerCalls<TableQuestions>(pagePort(), {
  read: ({ file, options }) => read(file, options),
  map: draw,
  windows: ({ days }) => tableWindows(given().table, given().file, days),
  curve: ({ name }) => curve(given().table, name),
});

function given(): Kept {
  if (kept === undefined) throw new FailedError("no table was read before");
  return kept;
}

async function read(file: File, options: ReadOptions): Promise<TableFacts> {
  kept = undefined;
  const table = readCaseTable(await bytesOf(file), file.name, options);
  kept = { table, file: file.name };
  return { file: file.name, notes: tableNotes(table), warnings: tableWarnings(table) };
}

/** A file that was moved or changed after it was chosen cannot be read any more. */
async function bytesOf(file: File): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    if (!(cause instanceof DOMException)) throw cause;
    throw new InputError(`cannot be read: ${cause.message}`, {
      where: { file: file.name },
      next: "Choose the file again.",
      cause,
    });
  }
}

async function draw({ answer: results, theme, detail }: MapOrder): Promise<string> {
  return resultsMap(results, await loadAtlas(detail), theme, classifiedRemarks(results));
}

function curve(table: CaseTable, name: string): Curve {
  const series = table.series.find((one) => one.name === name);
  if (series === undefined) throw new FailedError(`the table has no country "${name}"`);
  const { increments, reported = { from: 0, to: increments.length } } = series;
  // A copy: its buffer may be that of the whole table.
  return { firstDay: table.firstDay, increments: increments.slice(), ...reported };
}
