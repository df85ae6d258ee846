/** The series of a table without copies: what is the same on every day is learnt from, selected and scored once. */
import type { CaseTable } from "./case-table.js";

/** Indices of the series, of each group of identical ones (`findings.twins`) the first alone. */
export function distinctSeries({ series, findings }: CaseTable): number[] {
  const copies = new Set(findings.twins.flatMap(({ names }) => names.slice(1)));
  return series.flatMap(({ name }, i) => (copies.has(name) ? [] : [i]));
}
