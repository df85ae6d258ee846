/** Final figures, a line for each split. */
import type { Colours } from "./colours.js";
import { figure } from "./reporter/format.js";
import { wrapped } from "./reporter/wrap.js";

/**
 * `test.accuracy`, `test.majority` -> "  test  accuracy 0.71, majority 0.64".
 *
 * @param columns of the terminal; lines are as long as they are when it is left out.
 */
export function metricLines(
  metrics: Readonly<Record<string, number>>,
  colours: Colours,
  columns = Number.POSITIVE_INFINITY,
): string[] {
  const splits = new Map<string, string[]>();
  for (const [name, value] of Object.entries(metrics)) {
    const dot = name.indexOf(".");
    const split = dot === -1 ? "" : name.slice(0, dot);
    const list = splits.get(split) ?? [];
    list.push(`${name.slice(dot + 1)} ${figure(value)}`);
    splits.set(split, list);
  }
  const width = Math.max(0, ...[...splits.keys()].map((split) => split.length));
  return [...splits].flatMap(([split, list]) => {
    const text = wrapped(list.join(", "), columns - 1, " ".repeat(width + 4), " ".repeat(width + 4));
    return `  ${colours.bold(split.padEnd(width))}  ${text.trimStart()}`.split("\n");
  });
}
