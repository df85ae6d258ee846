/** `GET /v1/parcel/tariff`: what the published version asks for a parcel without any size. */
import { resource, z } from "kilnjs";
import { zones } from "../contract.js";
import { priceParcels } from "../price-parcels.js";

/** See the header. */
export const tariff = resource({
  summary: "The base price of each destination",
  description: "What a parcel costs before its edges are counted, by destination, in euros.",
  query: z.strictObject({}),
  answer: { type: "json", schema: z.record(z.enum(zones), z.number()) },
  async run(_, context) {
    const priced = await priceParcels(
      zones.map((zone) => ({ edges: [0, 0, 0], zone })),
      context,
    );
    return { json: Object.fromEntries(priced.map(({ zone, price }) => [zone, price])) };
  },
});
