/** `kiln evaluate trend`: the evaluation at the end of a training, with the published graph in the place of the network. */

import { FailedError, makeTensor, parseAs, Random, type Tensor, type Tensors } from "kilnjs";
import type { PublishedContext, PublishedEvaluation } from "kilnjs/train";
import { tensorFlowFor } from "kilnjs/train";
import { z } from "zod";
import { trendEvaluationSchema } from "../evaluation/schema.js";
import { skillTables } from "../evaluation/skill-tables.js";
import type { TrendData } from "./dataset.js";
import { finishTrend } from "./evaluate.js";
import { evaluationRows } from "./evaluation-rows.js";
import type { TrendSettings } from "./settings.js";

const fittedSchema = z.object({ temperature: z.number().positive() });

/**
 * Measures a published version by what measured its training: calibrated log odds times the temperature are those that
 * the network gave, and everything behind them is the same code on the same days.
 */
export async function evaluatePublishedTrend(
  context: PublishedContext<TrendSettings, TrendData>,
): Promise<PublishedEvaluation> {
  const { settings, data, seed, reporter, signal, infer } = context;
  const { temperature } = parseAs(fittedSchema, context.fitted, "fitted values of trend");
  const { evaluation, remarks } = await finishTrend({
    tf: await tensorFlowFor(settings),
    settings,
    data,
    seed,
    epoch: 0,
    directory: ".",
    reporter,
    signal,
    random: (label) => Random.seeded(seed, `evaluate/${label}`),
    run: async (_, inputs) => uncalibrated(await infer("trend", inputs), temperature),
    weights: () => {
      throw new FailedError("a published version has no weights to look at");
    },
  });
  const measured = parseAs(trendEvaluationSchema, evaluation, "evaluation");
  return { evaluation, ...evaluationRows(measured), more: skillTables(measured.test), remarks };
}

function uncalibrated({ logit, ...others }: Tensors, temperature: number): Tensors {
  if (logit === undefined) throw new FailedError("the graph trend gave no log odds");
  return { ...others, logit: scaled(logit, temperature) };
}

function scaled({ dims, data }: Tensor, factor: number): Tensor {
  return makeTensor(
    "float32",
    dims,
    Float32Array.from(data, (value) => value * factor),
  );
}
