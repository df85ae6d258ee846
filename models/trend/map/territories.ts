/** From the map's data to shapes with ISO codes. */
import { geoContains } from "d3-geo";
import type { Feature, MultiPolygon, Polygon, Position } from "geojson";
import { InputError } from "kilnjs";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { isoOfNumeric } from "../countries/country.js";
import { partOf, places } from "./places.js";

/** A map as the package `world-atlas` has it (`countries-50m.json`, `countries-110m.json`): Natural Earth, public domain. */
export type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>;

/** Land with one colour. `iso` is null where ISO 3166 has no code for who governs it: drawn, and never with data. */
export interface Territory {
  readonly iso: string | null;
  /** The map's own name. */
  readonly name: string;
  readonly shape: MultiPolygon;
}

/**
 * Shapes of the map without a numeric code. Somaliland's cases are in Somalia's; the north of Cyprus is in no table of
 * Cyprus, so that its colour would say what nobody counted.
 */
const uncoded: Readonly<Record<string, string>> = { Kosovo: "XK", Somaliland: "SO" };

/**
 * All land but Antarctica, one territory a code.
 *
 * @param listed codes that have a value: land that belongs to them is taken out of the country that the map counts it to.
 * @throws InputError when the data are no such map.
 */
export function territoriesOf(atlas: Atlas, listed: ReadonlySet<string>): Territory[] {
  const byCode = new Map<string, { iso: string | null; name: string; polygons: Position[][][] }>();
  for (const { id, properties, geometry } of featuresOf(atlas)) {
    const iso = isoOfNumeric(String(id ?? "")) ?? uncoded[properties.name] ?? null;
    if (iso === "AQ") continue;
    const known = byCode.get(iso ?? properties.name);
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    if (known === undefined)
      byCode.set(iso ?? properties.name, { iso, name: properties.name, polygons: [...polygons] });
    else known.polygons.push(...polygons);
  }
  for (const [part, whole] of Object.entries(partOf)) {
    const from = byCode.get(whole);
    const place = places[part];
    if (!listed.has(part) || byCode.has(part) || from === undefined || place === undefined) continue;
    const own = from.polygons.filter((coordinates) => geoContains({ type: "Polygon", coordinates }, [...place]));
    if (own.length === 0) continue;
    from.polygons = from.polygons.filter((polygon) => !own.includes(polygon));
    byCode.set(part, { iso: part, name: part, polygons: own });
  }
  return [...byCode.values()].map(({ iso, name, polygons }) => ({
    iso,
    name,
    shape: { type: "MultiPolygon", coordinates: polygons },
  }));
}

function featuresOf(atlas: Atlas): Feature<Polygon | MultiPolygon, { name: string }>[] {
  // The file comes from outside: from a package, over the network.
  const countries = atlas.objects?.countries;
  if (atlas.type !== "Topology" || countries?.type !== "GeometryCollection") {
    throw new InputError("the map is no TopoJSON with an object named countries", {
      next: "Give countries-50m.json or countries-110m.json of the package world-atlas.",
    });
  }
  return feature(atlas, countries).features.filter(
    (entry): entry is Feature<Polygon | MultiPolygon, { name: string }> =>
      entry.geometry?.type === "Polygon" || entry.geometry?.type === "MultiPolygon",
  );
}
