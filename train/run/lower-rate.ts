/** The one thing that may change in a run: the learning rate of one that diverged, from its last good checkpoint on. */
import { UsageError } from "../../core/errors.js";
import type { AnyRecipe } from "../recipe.js";
import { checkSettings } from "../settings.js";
import { type RunConfig, writeConfig } from "./config.js";
import { readStatus } from "./status.js";

/**
 * Takes `--set learningRate=…` of a resumed run into its configuration, where it is kept what was changed and when. Only
 * for the holder of the run's lock.
 *
 * @param step the newest checkpoint's; null when there is none.
 * @throws UsageError for any other setting, a run that did not fail, one without a checkpoint, a rate out of range.
 */
export function lowerRate(
  recipe: AnyRecipe,
  run: string,
  config: RunConfig,
  set: readonly string[],
  step: number | null,
): RunConfig {
  if (set.length === 0) return config;
  const values = set.map((entry) => /^\s*learningRate\s*=(.*)$/.exec(entry)?.[1]?.trim());
  const wrong = (reason: string): UsageError =>
    new UsageError(reason, {
      where: { field: "--set" },
      next: "A resumed run goes on exactly as it was started; start a new run to change something.",
    });
  if (values.some((value) => value === undefined)) {
    throw wrong("--set cannot be given together with --resume, but for learningRate");
  }
  const { status } = readStatus(run);
  if (status !== "failed") throw wrong(`only a run that failed may go on at another rate, and this one is ${status}`);
  if (step === null) throw wrong("this run failed before its first checkpoint: there is nothing to go on from");
  const text = values.at(-1) ?? "";
  const to = text === "" ? Number.NaN : Number(text);
  const from = config.settings.learningRate;
  const settings = { ...config.settings, learningRate: to };
  checkSettings(recipe, settings, "--set");
  if (typeof from !== "number" || from === to) return config;
  const changed = { ...config, settings, rateChanges: [...(config.rateChanges ?? []), { step, from, to }] };
  writeConfig(run, changed);
  return changed;
}

/** What a model card has to say of a run whose rate was changed. */
export function rateRemarks({ rateChanges = [] }: RunConfig): string[] {
  return rateChanges.map(
    ({ step, from, to }) =>
      `Training diverged and went on from step ${step} at a learning rate of ${to} in place of ${from}: the settings alone do not give this model again.`,
  );
}
