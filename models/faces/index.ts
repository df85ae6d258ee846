/** `faces`: pictures from numbers, and numbers from pictures. */
import type { ModelDefinition } from "kilnjs";
import { FACES_PROCESSING, type FacesContractConfig, facesContractConfig, facesContracts } from "./contract.js";
import { decode } from "./operations/decode.js";
import { edit } from "./operations/edit.js";
import { encode } from "./operations/encode.js";
import { interpolate } from "./operations/interpolate.js";
import { reconstruct } from "./operations/reconstruct.js";
import { sample } from "./operations/sample.js";
import { traverse } from "./operations/traverse.js";

/** The model's contracts and operations, for every stage. */
export const faces: ModelDefinition<FacesContractConfig> = {
  name: "faces",
  title: "Faces",
  summary: "A variational autoencoder: pictures of 64 by 64 pixels to a few numbers and back, with everything between.",
  config: facesContractConfig,
  contract: facesContracts,
  processings: { [FACES_PROCESSING]: { sample, decode, encode, reconstruct, interpolate, traverse, edit } },
  recipe: () => import("./train/recipe.js"),
  commands: () => import("./commands/index.js"),
  view: () => import("./view/index.js"),
};

export default faces;
