/**
 * Reads a run directory as far as it goes: a run that was killed, one of an older version, one that lost a file. What
 * cannot be read becomes a note and never an error, except where there is no run at all.
 */
import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { z } from "zod";
import { NotFoundError } from "../../../core/errors.js";
import { reportSectionsSchema } from "../../../core/report-section.js";
import { readFlows } from "./flow.js";
import { contractsSchema, graphsOf, readLayers } from "./graphs.js";
import { readMetrics } from "./metrics.js";
import { picturesIn } from "./pictures.js";
import { readText } from "./read-text.js";
import type { RunRecord } from "./record.js";

/** The format of `config.json` that this reader was written for. */
const FORMAT_VERSION = 1;

const configSchema = z.object({
  formatVersion: z.number().default(FORMAT_VERSION),
  model: z.string(),
  preset: z.string().default("unknown"),
  seed: z.int().default(0),
  settings: z.record(z.string(), z.json()).default({}),
  contracts: contractsSchema.default([]).catch([]),
});

const environmentSchema = z
  .object({
    versions: z.record(z.string(), z.string()).default({}),
    commit: z.string().nullable().default(null),
    cpu: z.object({ model: z.string() }).default({ model: "unknown" }),
    threads: z.int().nullable().default(null),
    data: z.object({ source: z.string(), sha256: z.string() }).default({ source: "unknown", sha256: "" }),
  })
  .transform(({ versions, commit, cpu, threads, data }) => ({
    versions,
    commit,
    cpu: cpu.model,
    threads,
    dataSource: data.source,
    dataHash: data.sha256,
  }));

const statusSchema = z.object({
  status: z.string(),
  step: z.int(),
  totalSteps: z.int().default(0),
  epoch: z.int().default(0),
  message: z.string().default(""),
});

const summarySchema = z
  .object({
    metrics: z.record(z.string(), z.number()),
    remarks: z.array(z.string()).default([]),
    data: z.object({ simulated: z.boolean() }).default({ simulated: false }),
  })
  .transform(({ metrics, remarks, data }) => ({ metrics, remarks, simulated: data.simulated }));

/**
 * Reads a run.
 *
 * @throws NotFoundError when the folder is none, or has no `config.json` that names a model.
 */
export function readRun(path: string): RunRecord {
  const notes: string[] = [];
  const config = part(path, "config.json", configSchema, notes);
  if (config === null) {
    throw new NotFoundError(
      `"${path}" is no run directory: ${(notes[0] ?? "it has no config.json").replace(": left out", "")}`,
      {
        next: "List the runs with: kiln runs.",
      },
    );
  }
  const { contracts, formatVersion, ...decided } = config;
  if (formatVersion !== FORMAT_VERSION) {
    notes.push(
      `config.json is of format version ${formatVersion}, and this Kiln knows ${FORMAT_VERSION}: read as far as it goes`,
    );
  }
  const before = notes.length;
  const log = readText(path, "metrics.jsonl", notes);
  if (log === null && notes.length === before) notes.push("metrics.jsonl is missing: no curves");
  const metrics = readMetrics(log ?? "");
  notes.push(...metrics.notes);
  const layers = readLayers(path, notes);
  if (layers === null) notes.push("checkpoints/ holds none that can be read: no table of layers");
  return {
    path,
    name: basename(resolve(path)),
    ...decided,
    environment: part(path, "environment.json", environmentSchema, notes),
    status: part(path, "status.json", statusSchema, notes),
    summary: part(path, "summary.json", summarySchema, notes),
    evaluation: part(path, "evaluation.json", z.json(), notes),
    sections: existsSync(join(path, "sections.json"))
      ? (part(path, "sections.json", reportSectionsSchema, notes) ?? [])
      : [],
    steps: metrics.steps,
    epochs: metrics.epochs,
    graphs: layers === null ? [] : graphsOf(contracts, layers, readFlows(path, notes)),
    pictures: [...picturesIn(path, "pictures", notes), ...picturesIn(path, "samples", notes)],
    notes,
  };
}

/** A JSON file of the run as its schema has it, or null and a note. */
function part<Schema extends z.ZodType>(
  path: string,
  file: string,
  schema: Schema,
  notes: string[],
): z.output<Schema> | null {
  const before = notes.length;
  const content = readText(path, file, notes);
  if (content === null) {
    if (notes.length === before) notes.push(`${file} is missing`);
    return null;
  }
  try {
    return schema.parse(JSON.parse(content));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error;
    notes.push(`${file} is damaged, or of another version: left out`);
    return null;
  }
}
