import { fromLayersModel } from "../../trace/layers.js";
import { layerCases } from "./layers-table.js";
import { seedWeights } from "./models.js";
import { describeParity } from "./parity.js";

describeParity(
  "each layer class",
  layerCases.map(({ build, ...rest }) => ({
    ...rest,
    make: (tf) => {
      const model = build(tf);
      seedWeights(tf, model, 7);
      return fromLayersModel(tf, model);
    },
  })),
);
