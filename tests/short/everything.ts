/** A model in the short form with an input and an output of each kind, on made-up rows. */
import { category, defineModel, labels, number, picture, Random, series, z } from "../../public/index.js";
import { rows } from "../../train/data/arrays/rows.js";

const kinds = ["low", "middle", "high"] as const;

/** Rows by a rule with some noise in it. */
function* madeUp(count: number) {
  const random = Random.seeded(11, "everything");
  for (let i = 0; i < count; i++) {
    const zone = ["local", "world"][random.integer(2)] ?? "local";
    const edges = [random.between(0, 10), random.between(0, 10)];
    const level = random.uniform();
    const image = Array.from({ length: 36 }, () => Math.round(255 * Math.min(1, level * random.between(0.8, 1.2))));
    const signal = Array.from({ length: 10 }, (_, t) => Math.sin(t * level) + 0.1 * random.normal());
    const price = (edges[0] ?? 0) + 2 * (edges[1] ?? 0) + (zone === "world" ? 20 : 0) + 0.3 * random.normal();
    yield { edges, zone, image, signal, weight: level * 100, price, kind: kinds[Math.floor(level * 3)] ?? "low" };
  }
}

const fields = ["edges", "zone", "image", "signal", "weight", "price", "kind"] as const;

/** The model. */
export const everything = defineModel({
  name: "everything",
  inputs: {
    edges: number({ shape: [2], unit: "cm", range: [0, 10] }),
    weight: number({ unit: "g" }),
    zone: category(["local", "world"]),
    image: picture({ size: 6, channels: 1 }),
    signal: series({ length: 5, channels: 2 }),
  },
  outputs: { price: number({ unit: "euro" }), kind: labels(kinds) },
  data: rows(() => madeUp(240), fields),
  settings: { units: z.int().min(1).default(8).describe("how wide the network is") },
  defaults: { epochs: 2, batchSize: 16, averageDecay: 0.9 },
  loss: { price: "huber", kind: { kind: "crossEntropy", classWeights: "balanced" } },
  network: ({ edges, weight, zone, image, signal }, nn, { units }) => {
    const seen = nn.globalAveragePool(nn.relu(nn.batchNorm(nn.conv2d(image, 4, 3, { bias: false }))));
    const heard = nn.last(nn.gru(nn.standardize(signal), 4));
    const numbers = nn.concat([nn.standardize(edges), nn.standardize(weight), nn.embedding(zone, 2)]);
    const x = nn.dropout(nn.dense(nn.concat([numbers, seen, heard]), units, "relu"), 0.1);
    return { price: nn.dense(x, 1), kind: nn.logits(x, "kind") };
  },
});
