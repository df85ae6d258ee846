/** The pictures of a `trend` training, from what it measured. */
import { parseAs } from "../../models/json.js";
import { trendEvaluationSchema } from "../../models/trend/evaluation/schema.js";
import { evaluationPictures } from "../../models/trend/evaluation-pictures/pictures.js";
import { loadAtlas } from "../../models/trend/resources/atlas.js";
import type { PicturesContext } from "../recipe.js";
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
