/** `parcel`: what does it cost to send a parcel? Linear in its edges, with a base price for each destination. */
import { type ModelDefinition, z } from "kilnjs";
import { parcelContract } from "./contract.js";
import { draw } from "./operations/draw.js";
import { quote } from "./operations/quote.js";
import { tariff } from "./resources/tariff.js";

const parcel: ModelDefinition<object> = {
  name: "parcel",
  title: "Parcel price",
  summary: "Linear in the edges, with a base price for each destination.",
  config: z.object({}),
  contract: () => [parcelContract],
  processings: { "parcel@1": { quote, draw } },
  resources: { "parcel@1": { tariff } },
  recipe: () => import("./train/recipe.js"),
  commands: () => import("./commands.js"),
  view: () => import("./view/index.js"),
};

export default parcel;
