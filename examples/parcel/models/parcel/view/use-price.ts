/** The price of the parcel that is shown: asked of the model in this browser whenever the parcel changes. */
import { parseAs, z } from "kilnjs";
import type { OpenModel } from "kilnjs/page";
import { useEffect, useState } from "preact/hooks";
import { priceSchema } from "../price-parcels.js";
import type { Shown } from "./state.js";

const answerSchema = z.object({ prices: z.tuple([priceSchema]) });

/** What the model said of a parcel, or why it said nothing. */
export type Priced = z.infer<typeof priceSchema> | { readonly refused: string };

/** @returns null until the model is open and has answered. */
export function usePrice(model: OpenModel | null, { edges, zone }: Shown): Priced | null {
  const [priced, setPriced] = useState<Priced | null>(null);
  const [length, width, height] = edges;
  useEffect(() => {
    if (model === null) return;
    const leaving = new AbortController();
    // While a slider moves, only the latest question of the lane is answered.
    const request = { parcels: [{ edges: [length, width, height], zone }] };
    model.run("quote", request, { as: "json", lane: "price", signal: leaving.signal }).then(
      (answer) => {
        if (answer.kind === "json") setPriced(parseAs(answerSchema, answer.json, "price").prices[0]);
      },
      (error: unknown) => {
        if (leaving.signal.aborted || (error instanceof DOMException && error.name === "AbortError")) return;
        setPriced({ refused: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => leaving.abort();
  }, [model, length, width, height, zone]);
  return priced;
}
