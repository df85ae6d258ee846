/** `config.json`: everything that was decided before the first step. */
import { join } from "node:path";
import { z } from "zod";
import { NotFoundError } from "../../core/errors.js";
import { readContractSchema } from "../../core/read-contract.js";
import { readJson, runFiles, writeJson } from "./files.js";

const runConfigSchema = z.object({
  formatVersion: z.literal(1),
  model: z.string(),
  preset: z.string(),
  seed: z.int(),
  /** Absolute path of the user's data; null means the embedded data. */
  data: z.string().nullable(),
  /** How the step runs. Bits may differ between the two, so a run never changes it. */
  mode: z.enum(["eager", "captured"]),
  settings: z.record(z.string(), z.json()),
  /** What the number of threads was chosen by, where it was measured; the number itself is a setting. */
  threadTrials: z.array(z.object({ threads: z.int().positive(), ms: z.number().positive() })).optional(),
  /** Where training had diverged and went on at another rate; `settings` has the rate it goes on with. */
  rateChanges: z.array(z.object({ step: z.int().nonnegative(), from: z.number(), to: z.number() })).optional(),
  /** What the data say and the network depends on; left out where nothing does. */
  facts: z.record(z.string(), z.json()).optional(),
  /** Resolved contracts of the model's graphs. */
  contracts: z.array(readContractSchema).min(1),
});

/** The file `config.json`. */
export type RunConfig = z.infer<typeof runConfigSchema>;

/** Writes `config.json`. From this moment the folder is a run that can be resumed. */
export function writeConfig(run: string, config: RunConfig): void {
  writeJson(join(run, runFiles.config), config);
}

/**
 * Reads `config.json`.
 *
 * @throws NotFoundError when the folder is no run directory; InputError when the file is not as it was written.
 */
export function readConfig(run: string): RunConfig {
  try {
    return readJson(join(run, runFiles.config), runConfigSchema, "run configuration");
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    throw new NotFoundError(`"${run}" is no run directory: it has no ${runFiles.config}`, {
      next: "List the runs with: kiln runs.",
      cause: error,
    });
  }
}
