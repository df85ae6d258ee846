/** Parcels as a table, for `kiln data parcel --out`. */
import { at } from "kilnjs";
import { zones } from "../contract.js";
import type { Parcels } from "./parcels.js";

/** A CSV: a line for each parcel. */
export function parcelTable(parcels: Parcels): string {
  const { edges, zone, price } = parcels.all();
  const lines = Array.from({ length: parcels.examples }, (_, row) =>
    [
      ...edges.data.slice(row * 3, row * 3 + 3),
      at(zones, at(zone.data, row, "zone"), "zone"),
      at(price.data, row, "price"),
    ].join(","),
  );
  return `${["length,width,height,zone,price", ...lines].join("\n")}\n`;
}
