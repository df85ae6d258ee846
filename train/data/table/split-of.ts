/** The split that holds: the reader's own, with what the context says in its place. */
import { UsageError } from "../../../core/errors.js";
import type { SplitOptions } from "../splits/split-options.js";

/** A split in one word, or with its options. */
export type SplitSpec = SplitOptions["by"] | SplitOptions;

/**
 * The split of a reader of rows.
 *
 * @throws UsageError when it needs a column, and none is named.
 */
export function splitOf(spec: SplitSpec | undefined, override: Partial<SplitOptions> | undefined): SplitOptions {
  const own = spec === undefined ? { by: "random" as const } : typeof spec === "string" ? { by: spec } : spec;
  const split: SplitOptions = { ...own, ...override };
  if (split.by !== "random" && split.column === undefined) {
    throw new UsageError(`a split by ${split.by} needs a column`, {
      where: { field: "split" },
      next: `Say which: split: { by: "${split.by}", column: "name of the column" }.`,
    });
  }
  return split;
}

/** The column that divides the rows, where one does. */
export function dividingColumn({ by, column }: SplitOptions): string | undefined {
  return by === "random" ? undefined : column;
}
