/** `POST /v1/parcel/draw`: a picture where a client asks for one, the same as JSON where it does not. */
import { FailedError, operation, type Pixels, z } from "kilnjs";
import { parcelSchema, priceParcels } from "../price-parcels.js";

/** Pixels of the whole width; a longer bar is cut off. */
const WIDTH = 400;

/** Pixels of one bar. */
const BAR_HEIGHT = 8;

/** See the header. */
export const draw = operation({
  summary: "Draw what each edge of a parcel adds to its price",
  description: "Three horizontal bars, one pixel a cent.",
  request: parcelSchema,
  response: z.object({ cents: z.array(z.int()) }),
  example: { edges: [40, 30, 20], zone: "country" },
  picture: true,
  async run(parcel, context) {
    const [priced] = await priceParcels([parcel], context);
    if (priced === undefined) throw new FailedError("the graph parcel gave no price");
    const cents = priced.shares.map((share) => Math.min(WIDTH, Math.max(0, Math.round(share * 100))));
    return { pixels: bars(cents), json: async () => ({ cents }) };
  },
});

function bars(lengths: readonly number[]): Pixels {
  const data = new Uint8Array(WIDTH * BAR_HEIGHT * lengths.length * 3).fill(255);
  lengths.forEach((length, index) => {
    for (let y = index * BAR_HEIGHT; y < (index + 1) * BAR_HEIGHT; y++) {
      data.fill(40, y * WIDTH * 3, (y * WIDTH + length) * 3);
    }
  });
  return { width: WIDTH, height: BAR_HEIGHT * lengths.length, data };
}
