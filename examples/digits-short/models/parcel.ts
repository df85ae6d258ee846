/** `parcel`: what does it cost to send a parcel? */
import { category, defineModel, number } from "kilnjs";
import { csv } from "kilnjs/data";

export default defineModel({
  name: "parcel",
  title: "Parcel price",
  inputs: {
    edges: number({ shape: [3], unit: "cm", range: [0, 300], description: "length, width and height" }),
    zone: category(["local", "country", "continent", "world"]),
  },
  outputs: { price: number({ unit: "euro" }) },
  data: csv("parcels.csv", { edges: ["length", "width", "height"], zone: "zone", price: "price" }),
  defaults: { epochs: 15 },
  network: ({ edges, zone }, nn) => {
    const x = nn.concat([nn.standardize(edges), nn.embedding(zone, 4)]);
    return { price: nn.dense(nn.dense(x, 32, "relu"), 1) };
  },
  loss: "huber",
});
