/** `trend`: will a country's case numbers rise or fall? */
import type { ModelDefinition } from "kilnjs";
import { classify } from "./classify.js";
import { type TrendContractConfig, trendContract, trendContractConfig } from "./contract.js";
import { countries } from "./resources/countries.js";
import { map } from "./resources/map.js";

/** The model's contract, operations and resources, for every stage. */
export const trend: ModelDefinition<TrendContractConfig> = {
  name: "trend",
  title: "Epidemic trend",
  summary: "A recurrent network that reads a window of daily new cases and says whether they will increase.",
  config: trendContractConfig,
  contract: (config) => [trendContract(config)],
  processings: { "trend@1": { classify } },
  resources: { "trend@1": { countries, "map.svg": map } },
  recipe: () => import("./train/recipe.js"),
  commands: () => import("./commands/index.js"),
  view: () => import("./view/index.js"),
};

export default trend;
