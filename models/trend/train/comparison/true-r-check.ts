/** On the embedded epidemics: what the answers are worth against the R that made them, which no real table has. */
import { at } from "kilnjs";
import type { Checks } from "../../evaluation/checks-schema.js";
import { rankCorrelation } from "../../evaluation/rank-correlation.js";
import { scoresOf } from "../../scores.js";
import { persistenceOf, truthOf } from "../baselines.js";
import type { TrendData } from "../dataset.js";
import type { TrendSettings } from "../settings.js";

type TrueRCheck = NonNullable<Checks["trueR"]>;

/**
 * Asks whether a high probability means that the epidemic grows: R above 1 on the window's last day. Windows without a case
 * are left out, since nothing in them tells of R.
 *
 * @param model probabilities for the test windows; `trees` the same by boosted trees, where there are any.
 * @returns undefined where the true R is not known, as in every table that is not embedded.
 */
export function checkTrueR(
  data: TrendData,
  settings: TrendSettings,
  model: Float64Array,
  trees: Float64Array | undefined,
): Checks["trueR"] {
  const known = knownR(data, settings.window);
  if (known === undefined || known.rows.length === 0) return undefined;
  const { rows, r } = known;
  const above = Uint8Array.from(r, (value) => (value > 1 ? 1 : 0));
  const ofRows = (values: ArrayLike<number>) => Float64Array.from(rows, (row) => at(values, row, "window"));
  const against = (values: ArrayLike<number>) => {
    const probability = ofRows(values);
    return { ...figures(above, probability), rankCorrelation: rankCorrelation(probability, r) };
  };
  return {
    windows: rows.length,
    aboveOne: above.reduce((sum, value) => sum + value, 0) / rows.length,
    model: against(model),
    ...(trees === undefined ? {} : { trees: against(trees) }),
    persistence: against(persistenceOf(data, "test", settings)),
    // R / (1 + R) is above one half where R is above 1, and in the same order.
    oracle: figures(
      ofRows(truthOf(data, "test", settings)),
      r.map((value) => value / (1 + value)),
    ),
  };
}

function figures(truth: ArrayLike<number>, probability: Float64Array): TrueRCheck["oracle"] {
  const { accuracy, auc, mcc } = scoresOf({ truth, probability });
  return { accuracy, auc, mcc };
}

/** Test windows that hold a case, and R on the last day of each. */
function knownR({ table, parts, trueR }: TrendData, window: number): { rows: number[]; r: Float64Array } | undefined {
  if (trueR === undefined) return undefined;
  const rows: number[] = [];
  const found: number[] = [];
  parts.test.target.forEach((target, row) => {
    const series = table.series[at(parts.test.series, row, "window")];
    const value = trueR(series?.name ?? "", table.firstDay + target - 1);
    if (value === undefined || !series?.increments.subarray(target - window, target).some((cases) => cases > 0)) return;
    rows.push(row);
    found.push(value);
  });
  return { rows, r: Float64Array.from(found) };
}
