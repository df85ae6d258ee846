/** The pictures of a `trend` training, from what it measured. */
import { parseAs } from "kilnjs";
import type { PicturesContext } from "kilnjs/train";
import { trendEvaluationSchema } from "../evaluation/schema.js";
import { evaluationPictures } from "../evaluation-pictures/pictures.js";
import { loadAtlas } from "../resources/atlas.js";
import type { TrendData } from "./dataset.js";
import type { TrendSettings } from "./settings.js";

/**
 * SVG documents by name.
 *
 * @throws InputError when the evaluation is not of the form that is drawn.
 */
export async function drawTrend({
  evaluation,
  data,
  epochs,
}: PicturesContext<TrendSettings, TrendData>): Promise<Record<string, string>> {
  return evaluationPictures({
    evaluation: parseAs(trendEvaluationSchema, evaluation, "evaluation.json"),
    epochs,
    table: data.table,
    selected: data.selected,
    atlas: await loadAtlas("50m"),
  });
}
