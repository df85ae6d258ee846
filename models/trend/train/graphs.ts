/** The inference graph of `trend`, as its contract describes it. */
import type { Tensor2D } from "@tensorflow/tfjs-node";
import { type Json, parseAs } from "kilnjs";
import type { TF } from "kilnjs/trace";
import { scope } from "kilnjs/trace";
import type { Forward } from "kilnjs/train";
import { z } from "zod";
import { logits, outputsOf } from "./network.js";
import type { TrendSettings } from "./settings.js";
import { weight } from "./weight.js";

const fittedSchema = z.object({ temperature: z.number().positive() });

/** Raw increments in, calibrated log odds and probability out; of several classes, their softmax. */
export function trendGraphs(
  tf: TF,
  settings: TrendSettings,
  fitted: Readonly<Record<string, Json>>,
): Record<"trend", Forward> {
  const { temperature } = parseAs(fittedSchema, fitted, "fitted values of trend");
  return {
    trend: (weights, inputs) => {
      const raw = logits(
        tf,
        settings,
        weights,
        weight<Tensor2D>(inputs, "increments"),
        weight<Tensor2D>(inputs, "start_weekday"),
      );
      return scope("calibration", () => {
        const logit = tf.mul(raw, 1 / temperature);
        return { probability: outputsOf(settings) === 1 ? tf.sigmoid(logit) : tf.softmax(logit), logit };
      });
    },
  };
}
