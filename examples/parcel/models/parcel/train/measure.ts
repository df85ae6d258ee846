/** How far prices are from the true ones, on parcels that were not trained on. */
import { at, FailedError, type JsonObject, type Tensors } from "kilnjs";
import { zones } from "../contract.js";
import { makeParcels } from "./parcels.js";

/** Asks for prices: of the weights in training, or of a published version. */
export type Ask = (inputs: Tensors) => Promise<Tensors>;

/** What was measured: mean absolute errors in euros. */
export interface Measured {
  readonly error: number;
  /** Of one price for everything, the mean of the parcels that were trained on. */
  readonly baseline: number;
  readonly byZone: Readonly<Record<string, number>>;
}

/** Measures on parcels of the next seed. */
export async function measure(ask: Ask, examples: number, seed: number): Promise<Measured> {
  const { edges, zone, price: truth } = makeParcels(examples, seed + 1).all();
  const { price: guess } = await ask({ edges, zone });
  if (guess === undefined) throw new FailedError("the graph parcel gave no price");
  const trained = makeParcels(examples, seed).all().price;
  const middle = mean(Array.from(trained.data));
  const errors = Array.from(truth.data, (price, i) => Math.abs(price - at(guess.data, i, "price")));
  return {
    error: mean(errors),
    baseline: mean(Array.from(truth.data, (price) => Math.abs(price - middle))),
    byZone: Object.fromEntries(
      zones.map((name, index) => [name, mean(errors.filter((_, i) => at(zone.data, i, "zone") === index))]),
    ),
  };
}

/** The same for `evaluation.json`. */
export function evaluationOf({ error, baseline, byZone }: Measured): JsonObject {
  return { error, baseline, byZone: { ...byZone } };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
