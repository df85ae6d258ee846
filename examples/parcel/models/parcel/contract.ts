/** What goes into the graph of the model, and what comes out of it. */
import { batch, type Contract } from "kilnjs";

/** Destinations, in the order of their index. */
export const zones = ["local", "country", "continent", "world"] as const;

/** A destination. */
export type Zone = (typeof zones)[number];

/** The longest edge that a parcel may have, in cm. */
export const LONGEST_EDGE = 300;

/** The contract of the only graph. */
export const parcelContract: Contract = {
  formatVersion: 2,
  model: "parcel",
  name: "parcel",
  title: "Parcel price",
  description: "The price of a parcel by its edges and its destination.",
  processing: "parcel@1",
  inputs: [
    {
      name: "edges",
      kind: { kind: "number" },
      type: "float32",
      dimensions: [batch, { name: "edge", size: 3 }],
      unit: "cm",
      description: "length, width and height",
      sample: { distribution: "uniform", minimum: 5, maximum: 100 },
      range: { minimum: 0, maximum: LONGEST_EDGE },
    },
    {
      name: "zone",
      kind: { kind: "category", names: [...zones] },
      type: "int32",
      dimensions: [batch, { name: "one", size: 1 }],
      unit: "index",
      description: "the destination",
      sample: { distribution: "integer", minimum: 0, maximum: zones.length - 1 },
      range: { minimum: 0, maximum: zones.length - 1 },
    },
  ],
  outputs: [
    { name: "price", type: "float32", dimensions: [batch], unit: "euro", description: "the price" },
    {
      name: "shares",
      type: "float32",
      dimensions: [batch, { name: "edge", size: 3 }],
      unit: "euro",
      description: "what each edge adds to the price",
    },
  ],
  edgeCases: [
    { name: "no size", inputs: { edges: [0], zone: [0] } },
    { name: "largest", inputs: { edges: [LONGEST_EDGE], zone: [zones.length - 1] } },
  ],
};
