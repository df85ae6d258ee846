/**
 * Reads a run directory as far as it goes: a run that was killed, one of an older version, one that lost a file. What
 * cannot be read becomes a note and never an error, except where there is no run at all.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { z } from "zod";
import { NotFoundError } from "../../models/errors.js";
import { contractsSchema, graphsOf, readLayers } from "./graphs.js";
import { readMetrics } from "./metrics.js";
import type { PictureRecord, RunRecord } from "./record.js";

const configSchema = z.object({
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
    throw new NotFoundError(`"${path}" is no run directory: ${notes[0] ?? "it has no config.json"}`, {
      next: "List the runs with: kiln runs.",
    });
  }
  const metrics = readMetrics(text(join(path, "metrics.jsonl")) ?? "");
  if (!existsSync(join(path, "metrics.jsonl"))) notes.push("metrics.jsonl is missing: no curves");
  notes.push(...metrics.notes);
  const layers = readLayers(path);
  if (layers === null) notes.push("checkpoints/ holds none that can be read: no table of layers");
  const { contracts, ...decided } = config;
  return {
    path,
    name: basename(resolve(path)),
    ...decided,
    environment: part(path, "environment.json", environmentSchema, notes),
    status: part(path, "status.json", statusSchema, notes),
    summary: part(path, "summary.json", summarySchema, notes),
    evaluation: part(path, "evaluation.json", z.json(), notes),
    steps: metrics.steps,
    epochs: metrics.epochs,
    graphs: layers === null ? [] : graphsOf(contracts, layers),
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
  const content = text(join(path, file));
  if (content === null) {
    notes.push(`${file} is missing`);
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

function picturesIn(path: string, folder: string, notes: string[]): PictureRecord[] {
  const directory = join(path, folder);
  if (!existsSync(directory)) return [];
  const files = readdirSync(directory).sort();
  return files.flatMap((file): PictureRecord[] => {
    const name = `${folder}/${file.replace(/\.(svg|png)$/, "")}`;
    const whole = join(directory, file);
    if (file.endsWith(".svg")) {
      if (/^\s*<svg[\s>]/.test(text(whole) ?? "")) return [{ name, file: whole, type: "svg" }];
    } else if (file.endsWith(".png")) {
      // A picture with an SVG beside it is the same one for programs that take no SVG.
      if (files.includes(file.replace(/png$/, "svg"))) return [];
      if (readFileSync(whole).subarray(1, 4).toString("latin1") === "PNG") return [{ name, file: whole, type: "png" }];
    } else return [];
    notes.push(`${folder}/${file} is no picture: left out`);
    return [];
  });
}

function text(file: string): string | null {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}
