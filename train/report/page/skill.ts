/** Skill by groups of examples, where a run's evaluation tells it: a figure over all of them hides where it comes from. */
import { skillSchema } from "../../../models/trend/evaluation/schema.js";
import { skillTables } from "../../../models/trend/evaluation/skill-tables.js";
import type { RunRecord } from "../read/record.js";
import { section, shown, table } from "./html.js";

/** A section with tables for each run; empty where no evaluation has such figures. */
export function skillSection(runs: readonly RunRecord[]): string {
  const tables = runs.flatMap(({ name, evaluation }) => {
    const read = skillSchema.safeParse(evaluation);
    if (!read.success) return [];
    return skillTables(read.data.test).map(({ title, columns, rows }) =>
      table(
        runs.length === 1 ? title : `${name}: ${title}`,
        columns,
        rows.map((row) => row.map(cell)),
      ),
    );
  });
  return section("skill", "Where the skill is", ...tables);
}

function cell(value: string | number | null): string {
  if (value === null) return "–";
  return typeof value === "number" ? shown(value) : value;
}
