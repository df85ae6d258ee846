/** The map's geometry from the package `world-atlas`, for code that runs in Node; a page fetches the same file. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Atlas } from "../map/territories.js";

/** `50m` for print (a map of 520 KB), `110m` for a page or an API (130 KB). */
export type AtlasDetail = "50m" | "110m";

const read = new Map<AtlasDetail, Atlas>();

/** Reads the geometry; the second time it is at hand. */
export function readAtlas(detail: AtlasDetail = "50m"): Atlas {
  const known = read.get(detail);
  if (known !== undefined) return known;
  const require = createRequire(import.meta.url);
  const atlas: Atlas = JSON.parse(readFileSync(require.resolve(`world-atlas/countries-${detail}.json`), "utf8"));
  read.set(detail, atlas);
  return atlas;
}
