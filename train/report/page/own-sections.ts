/** Sections that the model itself brought: the report knows no model, and shows what each run wrote down of them. */
import type { RunRecord } from "../read/record.js";
import { section, shown, table } from "./html.js";

/** A section for each heading, in the order in which the runs have them; none where no run brought any. */
export function ownSections(runs: readonly RunRecord[]): string[] {
  const headings = [...new Set(runs.flatMap(({ sections }) => sections.map(({ heading }) => heading)))];
  return headings.map((heading, index) => {
    const tables = runs.flatMap(({ name, sections }) =>
      sections
        .filter((one) => one.heading === heading)
        .flatMap((one) => one.tables)
        .map(({ title, columns, rows }) =>
          table(
            runs.length === 1 ? title : `${name}: ${title}`,
            columns,
            rows.map((row) => row.map(cell)),
          ),
        ),
    );
    return section(`own-${index + 1}`, heading, ...tables);
  });
}

function cell(value: string | number | null): string {
  if (value === null) return "–";
  return typeof value === "number" ? shown(value) : value;
}
