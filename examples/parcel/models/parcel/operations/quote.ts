/** `POST /v1/parcel/quote`, `kiln predict parcel quote`: what parcels cost. */
import { operation, z } from "kilnjs";
import { parcelSchema, priceParcels, priceSchema } from "../price-parcels.js";

/** See the header. */
export const quote = operation({
  summary: "Say what parcels cost",
  description: "Answers the price of each parcel, and what each edge adds to it.",
  request: z.strictObject({ parcels: z.array(parcelSchema).min(1).max(1000) }),
  response: z.object({ prices: z.array(priceSchema) }),
  example: { parcels: [{ edges: [40, 30, 20], zone: "country" }] },
  run: async ({ parcels }, context) => ({ json: { prices: await priceParcels(parcels, context) } }),
});
