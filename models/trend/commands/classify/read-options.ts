/** How a table is to be read, as it was said on the command line. */
import { UsageError } from "kilnjs";
import { type ReadOptions, readChoices } from "../../table/options.js";

/**
 * The settings of the table's reader from `key=value`, the same ones as of `kiln data trend`; the last word counts.
 *
 * @throws UsageError naming the setting or value that does not exist, and those that do.
 */
export function readOptionsOf(set: readonly string[]): ReadOptions {
  return Object.fromEntries(set.map(entryOf));
}

function entryOf(text: string): [string, string] {
  const at = text.indexOf("=");
  const key = text.slice(0, at === -1 ? undefined : at);
  const value = at === -1 ? "" : text.slice(at + 1);
  if (key === "column" && at !== -1) return [key, value];
  const known = Object.entries(readChoices).find(([name]) => name === key)?.[1];
  if (known === undefined) {
    throw new UsageError(`there is no setting "${key}" of the table's reader`, {
      where: { field: "--set" },
      next: `Its settings are ${[...Object.keys(readChoices), "column"].join(", ")}.`,
    });
  }
  if (known.includes(value)) return [key, value];
  throw new UsageError(`${key} cannot be "${value}"`, {
    where: { field: "--set" },
    next: `Give one of ${known.join(", ")}.`,
  });
}
