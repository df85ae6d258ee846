/** What the demo remembers between two calls, so that a second `npm start` serves at once. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { hasCode, InputError } from "../../core/errors.js";
import { parseJsonAs } from "../../core/json.js";

/** In the project, beside `runs/`. */
const fileIn = (root: string) => join(root, ".kiln", "demo.json");

const entrySchema = z.object({
  fingerprint: z.string(),
  /** The run directory; chosen before training, so that an interrupted one is found. */
  run: z.string(),
  /** Set once it is published. */
  published: z.object({ id: z.string(), version: z.int() }).optional(),
});

const memorySchema = z.record(z.string(), entrySchema);

/** What is remembered of one model. */
export type DemoEntry = z.infer<typeof entrySchema>;

/** Reads what is remembered; a file that cannot be used is as good as none. */
export function recall(root: string): Record<string, DemoEntry> {
  const file = fileIn(root);
  try {
    return parseJsonAs(memorySchema, readFileSync(file, "utf8"), "the demo's memory", file);
  } catch (error) {
    if (error instanceof InputError || hasCode(error, "ENOENT")) return {};
    throw error;
  }
}

/** Remembers one model's entry beside the others. */
export function remember(root: string, model: string, entry: DemoEntry): void {
  const file = fileIn(root);
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify({ ...recall(root), [model]: entry }, null, 2)}\n`);
  renameSync(temporary, file);
}
