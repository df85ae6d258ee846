/** Parcels as people write them, the tensors of the graph, and its answer: what every operation needs. */
import { at, FailedError, makeTensor, type OperationContext, z } from "kilnjs";
import { LONGEST_EDGE, zones } from "./contract.js";

/** A parcel in a request. */
export const parcelSchema = z.strictObject({
  edges: z.array(z.number().min(0).max(LONGEST_EDGE)).length(3).describe("length, width and height in cm"),
  zone: z.enum(zones),
});

/** A price in an answer. */
export const priceSchema = z.object({
  zone: z.enum(zones),
  price: z.number().describe("in euros"),
  shares: z.array(z.number()).describe("what each edge adds to the price, in euros"),
});

/** Asks the graph for the price of each parcel. */
export async function priceParcels(
  parcels: readonly z.infer<typeof parcelSchema>[],
  { infer }: Pick<OperationContext, "infer">,
): Promise<z.infer<typeof priceSchema>[]> {
  const edges = Float32Array.from(parcels.flatMap((one) => one.edges));
  const zone = Int32Array.from(parcels, (one) => zones.indexOf(one.zone));
  const { price, shares } = await infer("parcel", {
    edges: makeTensor("float32", [parcels.length, 3], edges),
    zone: makeTensor("int32", [parcels.length, 1], zone),
  });
  if (price === undefined || shares === undefined) throw new FailedError("the graph parcel gave no price");
  return parcels.map((one, row) => ({
    zone: one.zone,
    price: at(price.data, row, "price"),
    shares: Array.from(shares.data.slice(row * 3, row * 3 + 3)),
  }));
}
