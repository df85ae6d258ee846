/** Settings that would change nothing: nobody should believe to have changed something with them. */
import { UsageError } from "../core/errors.js";
import type { AnyRecipe, Clock, IdleSettings } from "./recipe.js";
import { type CommonSettings, keyOf } from "./settings.js";

/** What is known of a training before it begins. */
export interface Wanted {
  readonly settings: CommonSettings & Readonly<Record<string, unknown>>;
  /** What `--data` names; undefined: the embedded data. */
  readonly data: string | undefined;
}

/** Settings that have no effect in a training, each with the reason: the engine's own, and those of the recipe. */
export function idleSettings(recipe: AnyRecipe, { settings, data }: Wanted): IdleSettings<Record<string, unknown>> {
  const own: IdleSettings<Record<string, unknown>> = recipe.idleSettings?.(settings, data) ?? {};
  return { ...idlePlateau(recipe, settings), ...own };
}

/**
 * Refuses a setting that somebody gave and nothing reads. What comes with a preset may stand idle: it waits for another
 * setting.
 *
 * @param set the `key=value` that were given.
 * @throws UsageError naming the setting and what would make it count.
 */
export function refuseIdleSettings(recipe: AnyRecipe, wanted: Wanted, set: readonly string[]): void {
  const idle = idleSettings(recipe, wanted);
  for (const entry of set) {
    const key = keyOf(entry);
    const reason = Object.hasOwn(idle, key) ? idle[key] : undefined;
    if (reason === undefined) continue;
    throw new UsageError(`${key} has no effect here: ${reason}`, {
      where: { field: "--set" },
      next: `Leave ${key} out, or change what it depends on.`,
    });
  }
}

/** What the plateau's settings need to count: a patience, and schedules that follow it. */
function idlePlateau(recipe: AnyRecipe, settings: Wanted["settings"]): Readonly<Record<string, string>> {
  if (settings.plateauPatience === 0) {
    return { plateauFactor: "the rate never falls on a plateau, since plateauPatience is 0" };
  }
  if (followsPlateau(recipe, settings)) return {};
  const reason = `the schedules of ${recipe.model.name} do not follow the plateau`;
  return { plateauPatience: reason, plateauFactor: reason };
}

/** Whether any schedule is another one after a plateau: schedules are pure, so they can be asked. */
function followsPlateau(recipe: AnyRecipe, settings: CommonSettings): boolean {
  const stepsPerEpoch = 10;
  const totalSteps = settings.epochs * stepsPerEpoch;
  return [0, Math.floor(totalSteps / 2), totalSteps - 1].some((step) => {
    const at = (plateau: number): string => {
      const clock: Clock = { step, epoch: Math.floor(step / stepsPerEpoch), stepsPerEpoch, totalSteps, plateau };
      return JSON.stringify(recipe.schedules(settings, clock));
    };
    return at(1) !== at(settings.plateauFactor);
  });
}
