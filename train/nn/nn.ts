/** `nn`: what a network's function makes its network of. One file a family of layers. */
import { activationLayers } from "./activations.js";
import { attentionLayers } from "./attention.js";
import type { Builder } from "./builder.js";
import { convolutionLayers } from "./convolution.js";
import { denseLayers } from "./dense.js";
import { borderLayers } from "./inputs-and-outputs.js";
import { noiseLayers } from "./noise.js";
import { normalisationLayers } from "./normalisation.js";
import { poolingLayers } from "./pooling.js";
import { recurrentLayers } from "./recurrent.js";
import { shapeLayers } from "./shape.js";

/** All layers, for one network in the making. */
export function layersOf<Outputs extends string>(build: Builder) {
  return {
    ...borderLayers<Outputs>(build),
    ...denseLayers(build),
    ...activationLayers(build),
    ...shapeLayers(build),
    ...noiseLayers(build),
    ...convolutionLayers(build),
    ...poolingLayers(build),
    ...normalisationLayers(build),
    ...recurrentLayers(build),
    ...attentionLayers(build),
  };
}

/**
 * The layers that `network` is given. Each takes and gives values (`Value`), whose shapes are without the batch.
 *
 * @typeParam Outputs names of the model's outputs, for `nn.logits`.
 */
export type Nn<Outputs extends string = string> = ReturnType<typeof layersOf<Outputs>>;
