/** What the figures are worth, in words. */

import { overfittingRemarks } from "kilnjs/train";
import { facesNotice } from "../notice.js";
import type { PictureBaselines } from "./baselines/picture-baselines.js";
import type { FacesData } from "./data.js";
import type { Measured } from "./fit-and-measure.js";
import type { FacesSettings } from "./settings.js";

/** Nats of KL divergence below which a latent code says next to nothing. */
const COLLAPSED_KL = 1;

/** Sentences about the figures. */
export function remarksOn(measured: Measured, data: FacesData, settings: FacesSettings): string[] {
  const { validation, training, realism, sharpness } = measured;
  const level = 255 * Math.sqrt(validation.mse);
  return [
    facesNotice(data.summary.simulated),
    `Reconstruction error ${validation.mse.toFixed(5)} (mean square, levels of 0 to 1; ${level.toFixed(1)} of 255 levels) on ${data.split.validation.length} pictures that were not trained on.`,
    ...baselineRemarks(measured, settings),
    ...overfittingRemarks({ training: training.mse, validation: validation.mse }, "squared error", "pictures"),
    `${validation.activeUnits} of ${settings.latent} latent units are in use; KL ${validation.kl.toFixed(1)} nats. ${lossInWords(settings)}`,
    `Sharpness: reconstructions ${percent(sharpness.reconstructions / sharpness.originals)}, samples ${percent(sharpness.samples / sharpness.originals)} of the pictures'.`,
    ...(validation.kl < COLLAPSED_KL
      ? [
          "The latent numbers say next to nothing about a picture (posterior collapse): the KL weight is too high for this error.",
        ]
      : []),
    ...(realism === undefined
      ? []
      : [
          `Frechet distance to real pictures (${realism.pictures} on each side): other real ones ${realism.frechet.floor.toFixed(1)}, reconstructions ${realism.frechet.reconstructions.toFixed(1)}, samples of the mixture ${realism.frechet.mixture.toFixed(1)}, of the prior ${realism.frechet.prior.toFixed(1)}.`,
        ]),
  ];
}

/** The network beside what needs none, on the same pictures. */
function baselineRemarks({ validation: { mse }, baselines }: Measured, { latent }: FacesSettings): string[] {
  const { pictures, of, meanPicture, pca } = baselines;
  const fitted = pictures === of ? `the ${of} training pictures` : `${pictures} of the ${of} training pictures`;
  const few = pca.components < latent ? ` (the pictures allow no more; the network has ${latent} latent numbers)` : "";
  const linear = `PCA with ${count(pca.components, "component")}${few}`;
  return [
    `Baselines, fitted to ${fitted}: ${linear} ${pca.mse.toFixed(5)}, the mean picture ${meanPicture.mse.toFixed(5)}. ${verdict(mse, baselines)}`,
  ];
}

function verdict(mse: number, { pca, meanPicture }: PictureBaselines): string {
  const share = (baseline: number) => percent(mse / baseline);
  if (mse >= meanPicture.mse) {
    return "The network is worth nothing as it stands: its error is no smaller than that of the same mean picture for every face.";
  }
  if (mse >= pca.mse) {
    return `The network is not better than PCA: its error is ${share(pca.mse)} of PCA's, which is linear and needs no training.`;
  }
  return `The network's error is ${share(pca.mse)} of PCA's.`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

function lossInWords(settings: FacesSettings): string {
  if (settings.loss === "sigma")
    return "Loss: sigma-VAE, squared error summed over a picture under its best variance, + KL.";
  return `Loss: squared error (${settings.reduction} over a picture) + ${settings.klWeight} x KL.`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
