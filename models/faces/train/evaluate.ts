/** The figures after each epoch, and now and then the pictures. */
import { keepEpochLatents } from "./evaluation/keep-latents.js";
import type { Context } from "./evaluation/passes.js";
import { writeSheets } from "./evaluation/sheets.js";
import { validate } from "./evaluation/validation.js";

/** Figures on the validation pictures. */
export async function evaluateFaces(context: Context): Promise<Record<string, number>> {
  const { loss, mse, kl, activeUnits, means } = await validate(context);
  keepEpochLatents(context, means);
  const { sheetEpochs, latent } = context.settings;
  if (sheetEpochs > 0 && (context.epoch === 1 || context.epoch % sheetEpochs === 0)) {
    const name = `epoch-${String(context.epoch).padStart(4, "0")}`;
    await writeSheets(context, name, { name: "prior", draw: (random) => random.fillNormal(new Float32Array(latent)) });
  }
  return {
    "validation.loss": loss,
    "validation.mse": mse,
    "validation.kl": kl,
    "validation.activeUnits": activeUnits,
  };
}
