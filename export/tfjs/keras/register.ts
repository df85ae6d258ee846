import type { Tfjs } from "../../../trace/tfjs.js";
import { registerActivations } from "./activations.js";
import { registerLayer } from "./define-layer.js";
import { attentionLayers } from "./layers/attention.js";
import { convolutionLayers } from "./layers/convolution.js";
import { registerGru } from "./layers/gru.js";
import { normalizationLayers } from "./layers/normalization.js";
import { poolingLayers } from "./layers/pooling.js";
import { shapeLayers } from "./layers/shape.js";

const registered = new WeakSet<object>();

/** Teaches tfjs the layers and activations that it lacks, once for each copy of it. */
export function registerKerasLayers(tf: Tfjs): void {
  if (registered.has(tf.serialization)) return;
  registered.add(tf.serialization);
  registerActivations(tf);
  registerGru(tf);
  for (const layer of [
    ...shapeLayers,
    ...poolingLayers,
    ...normalizationLayers,
    ...convolutionLayers,
    ...attentionLayers,
  ]) {
    registerLayer(tf, layer);
  }
}
