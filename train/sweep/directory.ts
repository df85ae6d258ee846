/** The folder of a sweep: `sweep.json`, and a run directory for each run, whose own files say how far it came. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { UsageError } from "../../core/errors.js";
import { parseJsonAs } from "../../core/json.js";
import { type Plan, planSchema } from "./plan.js";

/** What is to be done with a run: train it, go on with it, or nothing. */
export type RunState = "new" | "begun" | "finished";

const statusSchema = z.object({ status: z.string() });

/**
 * Makes the folder, or finds the sweep that it holds.
 *
 * @throws UsageError when the folder holds another sweep.
 */
export function openSweep(folder: string, plan: Plan): void {
  const file = join(folder, "sweep.json");
  if (existsSync(file)) {
    const known = parseJsonAs(planSchema, readFileSync(file, "utf8"), "the sweep's plan", file);
    if (JSON.stringify(known) === JSON.stringify(plan)) return;
    throw new UsageError(`"${folder}" holds another sweep`, {
      where: { file },
      next: "Give another folder with --out, or the same model, data, grid, seeds and settings to go on with that one.",
    });
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${file}.writing`, `${JSON.stringify(plan, null, 2)}\n`);
  renameSync(`${file}.writing`, file);
}

/** How far a run of the sweep is, by its own files. */
export function stateOf(run: string): RunState {
  if (!existsSync(join(run, "config.json"))) return "new";
  const file = join(run, "status.json");
  if (!existsSync(file)) return "begun";
  const { status } = parseJsonAs(statusSchema, readFileSync(file, "utf8"), "run status", file);
  // The status is written first: only a summary says that everything behind the last step is done as well.
  return status === "finished" && existsSync(join(run, "summary.json")) ? "finished" : "begun";
}
