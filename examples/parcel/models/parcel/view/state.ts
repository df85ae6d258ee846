/** What is shown, as it stands in the address: `#/parcel?edges=40,30,20&zone=country`. */
import { LONGEST_EDGE, type Zone, zones } from "../contract.js";

/** A parcel whose price is shown. */
export interface Shown {
  readonly edges: readonly [length: number, width: number, height: number];
  readonly zone: Zone;
}

/** What an address that says nothing stands for. */
export const first: Shown = { edges: [40, 30, 20], zone: "country" };

/** Reads an address; what cannot be read in it is as in `first`. */
export function shownIn(query: URLSearchParams): Shown {
  const [length = Number.NaN, width = Number.NaN, height = Number.NaN] = (query.get("edges") ?? "")
    .split(",")
    .map((edge) => (edge === "" ? Number.NaN : Number(edge)));
  const fits = [length, width, height].every((edge) => edge >= 0 && edge <= LONGEST_EDGE);
  return {
    edges: fits ? [length, width, height] : first.edges,
    zone: zones.find((zone) => zone === query.get("zone")) ?? first.zone,
  };
}

/** Writes it into an address, beside what else stands there. */
export function addressOf({ edges, zone }: Shown, query: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(query);
  next.set("edges", edges.join(","));
  next.set("zone", zone);
  return next;
}
