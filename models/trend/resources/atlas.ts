/** The map's geometry where it is needed: JSON that Node imports and a bundler of pages cuts off into a file of its own. */
import type { Atlas } from "../map/territories.js";

/** `110m` for a page, `50m` for print. */
export const atlasDetails = ["110m", "50m"] as const;
export type AtlasDetail = (typeof atlasDetails)[number];

/** Loads the geometry; the second time it is at hand. */
export async function loadAtlas(detail: AtlasDetail): Promise<Atlas> {
  const { default: atlas } =
    detail === "50m"
      ? await import("world-atlas/countries-50m.json", { with: { type: "json" } })
      : await import("world-atlas/countries-110m.json", { with: { type: "json" } });
  // The compiler reads the file's literal types, in which an arc is number[] and "Topology" any string.
  return atlas as unknown as Atlas;
}
