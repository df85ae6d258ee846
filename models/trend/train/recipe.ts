/** How `trend` is trained. */
import { defineRecipe } from "kilnjs/train";
import { trend } from "../index.js";
import { prepareTrend, type TrendData } from "./dataset.js";
import { trendDataCommands } from "./describe.js";
import { evaluateTrend, finishTrend } from "./evaluate.js";
import { evaluatePublishedTrend } from "./evaluate-published.js";
import { drawFirstBatch } from "./first-batch.js";
import { trendGraphs } from "./graphs.js";
import { initialWeights } from "./network.js";
import { drawTrend } from "./pictures.js";
import { idleTrend, type TrendSettings, trendPresets, trendSettings } from "./settings.js";
import { drawDropout, optimizerOf, schedules, trendStep } from "./step.js";

/** The recipe of `trend`. */
export const trendRecipe = defineRecipe<TrendSettings, TrendData>({
  model: trend,
  summary: "A recurrent network on windows of daily new cases",
  settings: trendSettings,
  presets: trendPresets,
  defaultPreset: "demo",
  idleSettings: idleTrend,
  monitor: { metric: "validation.loss", goal: "minimum" },
  headline: ["training.loss", "validation.loss", "validation.accuracy"],
  constants: ["validation.majority", "validation.persistence"],
  data: trendDataCommands,
  prepare: async (context) => prepareTrend(context),
  initialize: (settings, random) => initialWeights(settings, random),
  initialOptimizer: (tf, settings, weights) => optimizerOf(settings).init(tf, { ...weights }),
  draw: drawDropout,
  schedules,
  step: trendStep,
  evaluate: evaluateTrend,
  finish: finishTrend,
  firstBatch: drawFirstBatch,
  pictures: drawTrend,
  evaluatePublished: evaluatePublishedTrend,
  graphs: trendGraphs,
});

export default trendRecipe;
