/**
 * `kilnjs/train`: how a model is trained. Node only; TensorFlow is loaded when a training starts, not with this.
 *
 * @example
 * ```ts
 * // models/parcel/recipe.ts
 * import { adam, commonSettings, defineRecipe, valueAndGradients } from "kilnjs/train";
 *
 * export default defineRecipe<ParcelSettings, Parcels>({ model: parcel, settings, prepare, initialize, step, ... });
 * ```
 */

// A recipe, and what its functions are given.

export {
  type AnyRecipe,
  type BatchPicture,
  type Clock,
  type DataReport,
  defineRecipe,
  type EvaluateContext,
  type Finished,
  type FirstBatchContext,
  type Forward,
  type IdleSettings,
  type PicturesContext,
  type PrepareContext,
  type Preset,
  type PublishedContext,
  type PublishedEvaluation,
  type Recipe,
  type RecipeData,
  type RecipeSpec,
  type Step,
  type SweepPreset,
  type TensorMap,
  type TrainingData,
  type TrainingState,
} from "../train/recipe.js";
export { commonSettings, learnedBaselinesSetting } from "../train/settings.js";

// A model of tf.layers, as it is.

export { fromLayers, type LayersOptions, type MakeLayers } from "../short/layers/from-layers.js";

// Pictures of a run's first batch, and remarks on how it went.

export { pictureUrl } from "../train/first-batch/picture-url.js";
export { batchNotes, examplesIn, rowOf } from "../train/first-batch/summary.js";
export { tensorIn } from "../train/first-batch/tensor-in.js";
export { overfittingRemarks } from "../train/overfitting.js";

// Steps: gradients and optimizers.

export { adam, adamW } from "../train/optimizers/adam.js";
export { clipByGlobalNorm } from "../train/optimizers/clip.js";
export { valueAndGradients } from "../train/optimizers/gradients.js";
export { type Optimizer, tensorNamed } from "../train/optimizers/optimizer.js";

// Tensors between TensorFlow and the host.

export { dispose, download, upload } from "../train/host-tensors.js";
export { tensorFlowFor } from "../train/open-training.js";

// What a model is held against.

export { type BoostingOptions, fitGradientBoosting } from "../train/baselines/gradient-boosting/gradient-boosting.js";
export { fitLogistic } from "../train/baselines/logistic.js";
export type { FeatureMatrix } from "../train/baselines/matrix.js";
export { cholesky, packed, solveLower, solveUpper } from "../train/cholesky.js";
export { goldenSection } from "../train/golden-section.js";

// Files of a run, written whole or not at all, and long work that lets others in.

export { breathe } from "../train/breathe.js";
export { readJson, runFiles, TEMPORARY, writeAtomically, writeJson } from "../train/run/files.js";
export { encodeLatents, type KeptLatents, latentFiles } from "../train/run/latents.js";
export { type Lock, lockRun } from "../train/run/lock.js";
