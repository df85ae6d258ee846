/** `digits`: which digit is on a picture of 28x28 pixels? */
import { type ModelDefinition, z } from "kilnjs";
import { classify } from "./classify.js";
import { digitsContract } from "./contract.js";

const digits: ModelDefinition<object> = {
  name: "digits",
  title: "Digits",
  summary: "Says which digit is on a picture of 28x28 pixels, with a probability for each.",
  config: z.object({}),
  contract: () => [digitsContract],
  processings: { "digits@1": { classify } },
  recipe: () => import("./train/recipe.js"),
};

export default digits;
