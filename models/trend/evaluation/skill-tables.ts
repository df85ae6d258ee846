/** Skill by phase and by activity as tables, for the command line and the report. */
import type { ReportTable } from "kilnjs";
import { activityNames } from "./activity.js";
import { phaseNames } from "./phases.js";
import type { GroupScores, TrendEvaluation } from "./schema.js";

const columns = ["windows", "increases", "accuracy", "balanced", "MCC", "AUC", "MCC persistence", "MCC trees"] as const;

/** What the names of groups stand for. */
const titles: Readonly<Record<string, string>> = { none: "none", few: "fewer than 10 a day", many: "10 a day or more" };

/** A table for each way to group the test windows; without any window of a kind its row is left out. */
export function skillTables({ phases, activity }: Pick<TrendEvaluation["test"], "phases" | "activity">): ReportTable[] {
  return [
    tableOf("Skill by phase, of the test windows", "phase", phaseNames, phases),
    tableOf("Skill by cases in the window, of the test windows", "cases", activityNames, activity),
  ].filter(({ rows }) => rows.length > 0);
}

function tableOf(
  title: string,
  first: string,
  names: readonly string[],
  found: Readonly<Record<string, GroupScores | undefined>>,
): ReportTable {
  const rows = names.flatMap((name) => {
    const group = found[name];
    if (group === undefined) return [];
    const { windows, baseRate, accuracy, balancedAccuracy, mcc, auc, baselineMcc } = group;
    const { persistence = null, trees = null } = baselineMcc;
    return [[titles[name] ?? name, windows, baseRate, accuracy, balancedAccuracy, mcc, auc, persistence, trees]];
  });
  return { title, columns: [first, ...columns], rows };
}
