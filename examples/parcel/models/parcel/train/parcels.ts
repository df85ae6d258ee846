/** Parcels to learn from, made up by a rule: what a model found out can be held against it. */
import { createHash } from "node:crypto";
import { at, type DataSummary, Random, type Tensor, type Tensors, tensorOf } from "kilnjs";
import type { TrainingData } from "kilnjs/train";
import { zones } from "../contract.js";

/** The rule: euros a cm of each edge, and a base price for each destination. */
export const TRUE_PRICES = { edges: [0.02, 0.05, 0.03], zones: [3, 5, 11, 23] } as const;

/** Rows of the graph's inputs, with the price that is to be learned. */
export interface Rows extends Tensors {
  /** float32 [rows, 3], in cm. */
  readonly edges: Tensor;
  /** int32 [rows, 1]. */
  readonly zone: Tensor;
  /** float32 [rows], in euros. */
  readonly price: Tensor;
}

/** Made-up parcels. */
export interface Parcels extends TrainingData {
  readonly summary: DataSummary;
  /** The parcels at some indices. */
  rows(indices: Uint32Array): Rows;
  /** All of them. */
  all(): Rows;
}

/** Makes parcels up; the same seed makes the same ones. */
export function makeParcels(examples: number, seed: number): Parcels {
  const random = Random.seeded(seed, "parcels");
  const edges = Float32Array.from({ length: examples * 3 }, () => random.between(5, 100));
  const zone = Int32Array.from({ length: examples }, () => random.integer(zones.length));
  const price = Float32Array.from({ length: examples }, (_, row) =>
    priceOf(edges.subarray(row * 3, row * 3 + 3), at(zone, row)),
  );
  const rows = (indices: Uint32Array): Rows => ({
    edges: tensorOf(
      "float32",
      [indices.length, 3],
      Array.from(indices, (i) => [0, 1, 2].map((edge) => at(edges, i * 3 + edge))).flat(),
    ),
    zone: tensorOf(
      "int32",
      [indices.length, 1],
      Array.from(indices, (i) => at(zone, i, "parcel")),
    ),
    price: tensorOf(
      "float32",
      [indices.length],
      Array.from(indices, (i) => at(price, i, "parcel")),
    ),
  });
  const summary = {
    source: `made-up parcels, seed ${seed}`,
    simulated: true,
    sha256: createHash("sha256").update(edges).update(zone).digest("hex"),
    counts: { parcels: examples },
  };
  const all = () => rows(Uint32Array.from({ length: examples }, (_, i) => i));
  return { examples, summary, rows, all, batch: rows };
}

/** The true price of a parcel, in euros. */
export function priceOf(edges: ArrayLike<number>, zone: number): number {
  const byEdge = TRUE_PRICES.edges.reduce<number>((sum, euros, i) => sum + euros * at(edges, i, "edge"), 0);
  return byEdge + at(TRUE_PRICES.zones, zone, "zone");
}
