export { type BoostingOptions, fitGradientBoosting } from "../train/baselines/gradient-boosting/gradient-boosting.js";
export { fitLogistic } from "../train/baselines/logistic.js";
export type { FeatureMatrix } from "../train/baselines/matrix.js";
export { breathe } from "../train/breathe.js";
export { RowReader } from "../train/data/row-reader.js";
export { pictureUrl } from "../train/first-batch/picture-url.js";
export { batchNotes, examplesIn, rowOf } from "../train/first-batch/summary.js";
export { tensorIn } from "../train/first-batch/tensor-in.js";
export { dispose, download, upload } from "../train/host-tensors.js";
export { adam, adamW } from "../train/optimizers/adam.js";
export { clipByGlobalNorm } from "../train/optimizers/clip.js";
export { valueAndGradients } from "../train/optimizers/gradients.js";
export { type Optimizer, tensorNamed } from "../train/optimizers/optimizer.js";
export { overfittingRemarks } from "../train/overfitting.js";
export type {
  AnyRecipe,
  BatchPicture,
  Clock,
  DataReport,
  EvaluateContext,
  Finished,
  FirstBatchContext,
  Forward,
  IdleSettings,
  PicturesContext,
  PrepareContext,
  Preset,
  PublishedContext,
  PublishedEvaluation,
  Recipe,
  RecipeData,
  RecipeSpec,
  Step,
  SweepPreset,
  TensorMap,
  TrainingData,
  TrainingState,
} from "../train/recipe.js";
export { defineRecipe } from "../train/recipe.js";
export { hasCode, messageOf, readJson, runFiles, TEMPORARY, writeAtomically, writeJson } from "../train/run/files.js";
export { encodeLatents, type KeptLatents, latentFiles } from "../train/run/latents.js";
export { type Lock, lockRun } from "../train/run/lock.js";
export { tensorFlowFor } from "../train/session.js";
export { commonSettings, learnedBaselinesSetting } from "../train/settings.js";
