/** What a sweep runs: every combination of the values that are given, each with every seed. */
import { z } from "zod";
import { UsageError } from "../../core/errors.js";

/** One run of a sweep: what `kiln train` is called with. */
export const plannedRunSchema = z.object({
  /** Names its directory, and is told apart by what differs: `klWeight-70-seed-2`. */
  name: z.string().regex(/^[\w.+-]+$/),
  preset: z.string().nullable(),
  seed: z.int(),
  /** `key=value` settings. */
  set: z.array(z.string()),
});

/** The file `sweep.json`: a sweep is the same when its plan is, and then goes on where it stopped. */
export const planSchema = z.object({
  formatVersion: z.literal(1),
  model: z.string(),
  /** Absolute path of the user's data; null means the embedded data. */
  data: z.string().nullable(),
  runs: z.array(plannedRunSchema).min(1),
});

export type PlannedRun = z.infer<typeof plannedRunSchema>;
export type Plan = z.infer<typeof planSchema>;

/** A list of values for one setting. */
export interface GridAxis {
  readonly key: string;
  readonly values: readonly string[];
}

/** A run that others are made from: a preset and settings of its own. */
export interface Variant {
  /** Empty for the only one. */
  readonly name: string;
  readonly preset: string | null;
  readonly set: readonly string[];
}

/**
 * Reads `key=a,b,c`.
 *
 * @throws UsageError when it is not of that form, or names a value twice.
 */
export function parseAxis(text: string): GridAxis {
  const cut = text.indexOf("=");
  const key = text.slice(0, Math.max(0, cut)).trim();
  const values = text
    .slice(cut + 1)
    .split(",")
    .map((value) => value.trim());
  if (cut < 1 || key === "" || values.some((value) => value === "")) {
    throw new UsageError(`"${text}" is no list of values`, {
      where: { field: "--grid" },
      next: "Write it as key=a,b,c, for instance --grid units=16,32,64.",
    });
  }
  const twice = values.find((value, i) => values.indexOf(value) !== i);
  if (twice === undefined) return { key, values };
  throw new UsageError(`"${key}" has the value ${twice} twice`, { where: { field: "--grid" } });
}

/**
 * Every variant with every combination of the axes' values and every seed, in that order.
 *
 * @param set settings that all runs have.
 * @throws UsageError when a setting is given twice, or two runs would have one name.
 */
export function planRuns(
  variants: readonly Variant[],
  axes: readonly GridAxis[],
  seeds: readonly number[],
  set: readonly string[],
): PlannedRun[] {
  const keys = [...axes.map(({ key }) => key), ...set.map(keyOf)];
  const twice = keys.find((key, i) => keys.indexOf(key) !== i);
  if (twice !== undefined) {
    throw new UsageError(`the setting "${twice}" is given twice`, { where: { field: "--grid" } });
  }
  const runs = variants.flatMap(({ name, preset, set: own }) =>
    combinations(axes).flatMap((chosen) =>
      seeds.map((seed): PlannedRun => {
        const parts = [
          name,
          ...chosen.map(({ key, value }) => `${key}-${value}`),
          ...(seeds.length > 1 || (name === "" && axes.length === 0) ? [`seed-${seed}`] : []),
        ];
        // What all runs have comes after what a variant has, and what is swept comes last: the last one counts.
        const settings = new Map([...own, ...set, ...chosen.map(({ key, value }) => `${key}=${value}`)].map(keyed));
        return { name: safe(parts.filter((part) => part !== "").join("-")), preset, seed, set: [...settings.values()] };
      }),
    ),
  );
  const names = runs.map(({ name }) => name);
  const same = names.find((name, i) => names.indexOf(name) !== i);
  if (same !== undefined) throw new UsageError(`two runs of the sweep would be called "${same}"`);
  return runs;
}

function combinations(axes: readonly GridAxis[]): { key: string; value: string }[][] {
  return axes.reduce<{ key: string; value: string }[][]>(
    (sofar, { key, values }) => sofar.flatMap((chosen) => values.map((value) => [...chosen, { key, value }])),
    [[]],
  );
}

function keyed(setting: string): [string, string] {
  return [keyOf(setting), setting];
}

function keyOf(setting: string): string {
  return setting.slice(0, Math.max(0, setting.indexOf("=")));
}

function safe(name: string): string {
  return name.replace(/[^\w.+-]+/g, "_");
}

/** Runs with what a short form makes of them. */
export interface ShortForm {
  readonly runs: readonly (Variant & { readonly short?: { readonly name: string; readonly set: readonly string[] } })[];
  readonly quick: { readonly set: readonly string[] };
}

/** The short form of a sweep: its settings count more than a run's own, and those of the run's short form most. */
export function shortForm({ runs, quick }: ShortForm): Variant[] {
  return runs.map(({ name, preset, set, short }) => ({
    name: short?.name ?? name,
    preset,
    set: unique([...set, ...quick.set, ...(short?.set ?? [])]),
  }));
}

/** The last of each setting: what a person gives counts more than what comes with a sweep. */
export function unique(set: readonly string[]): string[] {
  return [...new Map(set.map((one) => [one.slice(0, one.indexOf("=")), one])).values()];
}
