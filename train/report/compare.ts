/** What several runs do not have in common. */
import { InputError } from "../../core/errors.js";
import type { RunRecord } from "./read/record.js";

/** A line of a comparison: a value for each run, in their order. */
export interface Difference {
  readonly name: string;
  readonly values: readonly string[];
}

/**
 * Makes sure that runs can be put side by side.
 *
 * @throws InputError when there is none, or they are of different models: their figures do not mean the same.
 */
export function requireOneModel(runs: readonly RunRecord[]): string {
  const [first] = runs;
  if (first === undefined) throw new InputError("no run to report on", { next: "List the runs with: kiln runs." });
  const other = runs.find(({ model }) => model !== first.model);
  if (other === undefined) return first.model;
  throw new InputError(
    `"${first.path}" is a run of ${first.model}, "${other.path}" one of ${other.model}: their figures cannot be compared`,
    { next: "Report on the runs of one model at a time." },
  );
}

/** Settings, preset and seed that are not the same in all runs. */
export function differingSettings(runs: readonly RunRecord[]): Difference[] {
  const names = new Set(runs.flatMap(({ settings }) => Object.keys(settings)));
  return differing(runs, [
    ["preset", ({ preset }) => preset],
    ["seed", ({ seed }) => String(seed)],
    ...[...names].sort().map((name): Reading => [name, ({ settings }) => shown(settings[name])]),
  ]);
}

/** What else may make a difference: data, versions, the machine. */
export function differingEnvironments(runs: readonly RunRecord[]): Difference[] {
  const versions = new Set(runs.flatMap(({ environment }) => Object.keys(environment?.versions ?? {})));
  return differing(runs, [
    ["data", ({ environment }) => environment?.dataSource ?? "unknown"],
    ["data, SHA-256", ({ environment }) => environment?.dataHash.slice(0, 12) ?? "unknown"],
    ["commit of Kiln", ({ environment }) => environment?.commit?.slice(0, 12) ?? "unknown"],
    ["processor", ({ environment }) => environment?.cpu ?? "unknown"],
    ["threads", ({ environment }) => String(environment?.threads ?? "unknown")],
    ...[...versions].sort().map((name): Reading => [name, ({ environment }) => environment?.versions[name] ?? "none"]),
  ]);
}

type Reading = readonly [name: string, read: (run: RunRecord) => string];

function differing(runs: readonly RunRecord[], readings: readonly Reading[]): Difference[] {
  return readings
    .map(([name, read]) => ({ name, values: runs.map(read) }))
    .filter(({ values }) => new Set(values).size > 1);
}

function shown(value: unknown): string {
  if (value === undefined) return "not set";
  return typeof value === "string" ? value : JSON.stringify(value);
}
