/** `npm run bench -- own`: a model in the short form, as it is by default, and what people would use in its place. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { FailedError, InterruptedError } from "../../../core/errors.js";
import { type Reporter, silentReporter } from "../../../core/reporter.js";
import { bootstrap } from "../../../short/evaluation/bootstrap.js";
import { csv } from "../../../train/data/csv/csv.js";
import type { Dataset } from "../../../train/data/dataset.js";
import { type PartName, partNames } from "../../../train/data/splits/split-options.js";
import { peerScript, peersPython } from "../contenders/list.js";
import { runLines } from "../pythae/run-lines.js";
import { fieldsOfTable, HIDDEN, trainOwn } from "./model.js";
import { type OwnContender, type OwnResult, type OwnTable, ownMarkdown } from "./report.js";

/** What to compare. */
export interface OwnOptions {
  readonly seeds: readonly number[];
  /** Tables by name; all when empty. */
  readonly only: readonly string[];
  readonly out: string;
}

/** A table that was written. */
const dumpedSchema = z.object({ name: z.string(), columns: z.int(), rows: z.int() });
/** What a peer answered to the test rows. */
const fittedSchema = z.object({ name: z.string(), seconds: z.number(), answer: z.array(z.number()) });

/** A table, as the comparison knows it. */
export interface OwnData extends z.infer<typeof dumpedSchema> {
  readonly file: string;
  readonly kind: "labels" | "number";
}

/** What one contender did with one seed. */
export interface Fitted {
  readonly seconds: number;
  /** How good each test row's answer is: 1 or 0, or minus the distance. */
  readonly rows: Float64Array;
}

/** Names of the contenders, for a person. */
const titles: Readonly<Record<string, string>> = {
  kiln: "Kiln, short form",
  boosting: "scikit-learn, histogram gradient boosting",
  linear: "scikit-learn, logistic or linear regression",
  keras: "Keras, network of the same size",
};

/** Trains all contenders on each table; writes the result as JSON and Markdown after each. */
export async function compareOwn(options: OwnOptions, reporter: Reporter, signal: AbortSignal): Promise<OwnResult> {
  const scratch = await mkdtemp(join(tmpdir(), "kiln-own-"));
  const tables: OwnTable[] = [];
  const result: OwnResult = { formatVersion: 1, created: new Date().toISOString(), seeds: options.seeds, tables };
  try {
    const dumped: OwnData[] = [];
    await runLines("scikit-learn", python(["dump", scratch]), signal, (line) => {
      const table = dumpedSchema.parse(line);
      const kind = table.name === "diabetes" ? "number" : "labels";
      dumped.push({ ...table, file: join(scratch, `${table.name}.csv`), kind });
    });
    for (const data of dumped.filter(({ name }) => options.only.length === 0 || options.only.includes(name))) {
      reporter.stage(data.name);
      tables.push(await compareTable(data, options.seeds, scratch, reporter, signal));
      await mkdir(options.out, { recursive: true });
      await writeFile(join(options.out, "own.json"), `${JSON.stringify(result, null, 2)}\n`);
      await writeFile(join(options.out, "own.md"), ownMarkdown(result));
    }
    return result;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function compareTable(
  data: OwnData,
  seeds: readonly number[],
  scratch: string,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<OwnTable> {
  const fitted = new Map<string, Fitted[]>(Object.keys(titles).map((name) => [name, []]));
  let testRows = 0;
  for (const seed of seeds) {
    if (signal.aborted) throw new InterruptedError("stopped while comparing");
    const reader = csv(data.file, { x: Array.from({ length: data.columns }, (_, i) => `x${i}`), y: "y" });
    const dataset = await reader.open(fieldsOfTable(data), { base: scratch, seed, reporter: silentReporter, signal });
    try {
      const parts = await partsOf(dataset);
      testRows = parts.test.y.length;
      const labels = dataset.names.y?.length ?? 0;
      const own = await trainOwn(data, parts.test, { reader, seed, scratch, signal });
      fitted.get("kiln")?.push({ seconds: own.seconds, rows: goodness(own.answer, parts.test.y, labels) });
      const { epochs, batchSize, learningRate, patience } = own.settings;
      const job = join(scratch, "parts.json");
      const given = {
        ...parts,
        seed,
        labels,
        columns: data.columns,
        hidden: HIDDEN,
        epochs,
        batchSize,
        learningRate,
        patience,
      };
      await writeFile(job, JSON.stringify(given));
      await runLines("the peers", python(["fit", job]), signal, (line) => {
        const { name, seconds, answer } = fittedSchema.parse(line);
        fitted.get(name)?.push({ seconds, rows: goodness(answer, parts.test.y, labels) });
      });
    } finally {
      await dataset.close();
    }
    reporter.note(`seed ${seed} done`);
  }
  return { name: data.name, kind: data.kind, rows: data.rows, testRows, contenders: contendersOf(data, fitted) };
}

/** Inputs and answers of a part, row after row. */
export interface PartRows {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

async function partsOf(dataset: Dataset): Promise<Record<PartName, PartRows>> {
  const read = async (part: PartName): Promise<PartRows> => {
    const { x, y } = await dataset.read(
      part,
      Uint32Array.from({ length: dataset.parts[part].rows }, (_, i) => i),
    );
    return { x: Array.from(x?.data ?? []), y: Array.from(y?.data ?? []) };
  };
  const [training, validation, test] = await Promise.all(partNames.map(read));
  if (training === undefined || validation === undefined || test === undefined)
    throw new FailedError("a part is missing");
  return { training, validation, test };
}

/** One number a test row: 1 for a right label and 0 for a wrong one, or minus the distance from the true number. */
export function goodness(answer: ArrayLike<number>, truth: readonly number[], labels: number): Float64Array {
  if (answer.length !== truth.length * Math.max(1, labels)) {
    throw new FailedError(`${answer.length} answers for ${truth.length} rows`);
  }
  return Float64Array.from(truth, (is, row) => {
    if (labels === 0) return -Math.abs((answer[row] as number) - is);
    const told = Array.from({ length: labels }, (_, i) => answer[row * labels + i] as number);
    return told.indexOf(Math.max(...told)) === is ? 1 : 0;
  });
}

/** Scores of all contenders, each test row of each seed counting once, and how far each is from Kiln on the same rows. */
export function contendersOf({ kind }: OwnData, fitted: ReadonlyMap<string, readonly Fitted[]>): OwnContender[] {
  const rowsOf = (name: string) => (fitted.get(name) ?? []).flatMap(({ rows }) => [...rows]);
  const kiln = rowsOf("kiln");
  const mean = (values: readonly number[], weights: Float64Array) => {
    let [sum, total] = [0, 0];
    for (const [i, value] of values.entries()) {
      sum += value * (weights[i] as number);
      total += weights[i] as number;
    }
    return sum / total;
  };
  return Object.entries(titles).map(([name, title]): OwnContender => {
    const own = rowsOf(name);
    const { score, ahead } = bootstrap(
      own.length,
      (weights) => ({
        score: (kind === "number" ? -1 : 1) * mean(own, weights),
        ahead: mean(own, weights) - mean(kiln, weights),
      }),
      1,
    );
    const seconds = (fitted.get(name) ?? []).map((one) => one.seconds).sort((a, b) => a - b);
    return {
      name: title,
      score,
      ahead: name === "kiln" ? null : ahead,
      seconds: seconds[seconds.length >> 1] ?? Number.NaN,
    };
  });
}

function python(args: readonly string[]) {
  const [command = "", ...rest] = args;
  const env = { PYTHONUNBUFFERED: "1", PYTHONDONTWRITEBYTECODE: "1", PYTHONNOUSERSITE: "1", TF_CPP_MIN_LOG_LEVEL: "3" };
  return { file: peersPython(), args: [peerScript("own.py"), command, ...rest], env };
}
