/** How `faces` is trained. */
import { defineRecipe } from "kilnjs/train";
import { faces } from "../index.js";
import { type FacesData, prepareFaces } from "./data.js";
import { facesDataCommands } from "./describe.js";
import { evaluateFaces } from "./evaluate.js";
import { drawFirstBatch } from "./first-batch.js";
import { finishFaces } from "./fit-and-measure.js";
import { facesGraphs } from "./graphs.js";
import { initialWeights } from "./network/initial-weights.js";
import { type FacesSettings, facesPresets, facesSettings, idleFaces } from "./settings.js";
import { drawNoise, facesStep, optimizer, schedules } from "./step.js";
import { facesSweeps } from "./sweeps.js";

/** The recipe of `faces`. */
export const facesRecipe = defineRecipe<FacesSettings, FacesData>({
  model: faces,
  summary: "A variational autoencoder on pictures of 64 by 64 pixels",
  settings: facesSettings,
  presets: facesPresets,
  defaultPreset: "demo",
  settingsBefore: { alike: "equal" },
  idleSettings: idleFaces,
  sweeps: facesSweeps,
  monitor: { metric: "validation.loss", goal: "minimum" },
  data: facesDataCommands,
  prepare: prepareFaces,
  initialize: initialWeights,
  initialOptimizer: (tf, _settings, weights) => optimizer.init(tf, { ...weights }),
  draw: drawNoise,
  schedules,
  step: facesStep,
  evaluate: evaluateFaces,
  finish: finishFaces,
  firstBatch: drawFirstBatch,
  graphs: facesGraphs,
});

export default facesRecipe;
