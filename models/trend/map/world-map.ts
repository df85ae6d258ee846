/** The world map of results: a colour for each country's probability, grey without recent cases, hatching without data. */
import {
  type Area,
  type ClassScale,
  characters,
  classLegend,
  colourOf,
  type Drawing,
  element,
  type FigureOptions,
  figure,
  group,
  hatchFill,
  hatchPattern,
  LEGEND_HEIGHT,
  type Markup,
  NO_ANSWER,
  percent,
  probabilityScale,
  sizes,
  text,
} from "kilnjs/charts";
import { countryName } from "../countries/country.js";
import { NO_CASES } from "../no-cases.js";
import { spreadDots } from "./dots.js";
import { places } from "./places.js";
import { type MapProjection, projectionFor } from "./projection.js";
import { type Atlas, type Territory, territoriesOf } from "./territories.js";

/** A country's result. */
export interface MapValue {
  /** ISO 3166-1 alpha-2; null for a name that has no code. */
  readonly iso: string | null;
  readonly name: string;
  /** From 0 to 1; null where there are data, and no case in them. */
  readonly value: number | null;
}

/** A world map. */
export interface WorldMapOptions extends FigureOptions {
  readonly atlas: Atlas;
  readonly values: readonly MapValue[];
  /** What the colours stand for. */
  readonly legend: string;
  /** Words for the two ends of the legend; default: "falls" and "rises". */
  readonly ends?: readonly [low: string, high: string];
  readonly scale?: ClassScale;
}

/** Countries smaller than this on a map 1000 pixels wide, in square pixels, get a dot as well: their land shows no colour. */
const SMALL_AREA = 9;
const DOT_RADIUS = 3.1;
/** A dot farther from its place than this is tied to it by a line. */
const TIED = 5;
/** Names of values without a place that are written out; the rest are counted. */
const NAMED = 12;

/**
 * Draws the map as an SVG document. A value whose code has no land on the map is a dot; one without a code, or with a code
 * that is nowhere, is named under the map: nothing is lost. Of several values with one code the first one gives the colour,
 * all are named.
 *
 * @throws InputError when the atlas is none.
 */
export function worldMap(options: WorldMapOptions): string {
  const byCode = new Map<string, MapValue[]>();
  for (const value of options.values) {
    if (value.iso !== null) byCode.set(value.iso, [...(byCode.get(value.iso) ?? []), value]);
  }
  const territories = territoriesOf(options.atlas, new Set(byCode.keys()));
  const drawn = new Set(territories.map(({ iso }) => iso));
  const isPlaced = ({ iso }: MapValue): boolean => iso !== null && (drawn.has(iso) || places[iso] !== undefined);
  const lost = options.values.filter((value) => !isPlaced(value));
  const notes = [
    ...(options.notes ?? []),
    ...(lost.length === 0 ? [] : [`Not on the map: ${listed(lost)}.`]),
    "Borders: Natural Earth; drawing them implies no opinion on them. Small countries are dots.",
  ];
  const description = describe(options.values, lost.length);
  return figure({ ...options, notes }, description, options.width ?? 1040, (area) =>
    draw(options, byCode, territories, area),
  );
}

function draw(
  { scale = probabilityScale, legend, ends = ["falls", "rises"] }: WorldMapOptions,
  byCode: ReadonlyMap<string, readonly MapValue[]>,
  territories: readonly Territory[],
  area: Area,
): Drawing {
  const projection = projectionFor(area.width, area.x, area.y);
  const smallArea = SMALL_AREA * (area.width / 1000) ** 2;
  const valuesOf = (iso: string | null): readonly MapValue[] => (iso === null ? [] : (byCode.get(iso) ?? []));
  const fillOf = (values: readonly MapValue[]): string =>
    values[0] === undefined ? hatchFill(area.id) : valueFill(scale, values[0]);
  const land = territories.flatMap(({ iso, name, shape }) => {
    const path = projection.path(shape);
    const values = valuesOf(iso);
    if (path === null) return [];
    const title = titleOf(values, iso === null ? name : (countryName(iso) ?? name));
    const shown = { "data-iso": iso ?? undefined, fill: fillOf(values), d: path };
    return [element("path", shown, element("title", {}, characters(title)))];
  });
  const small = smallOnes(byCode, territories, projection, smallArea);
  const legendTop = area.y + projection.height + 14;
  return {
    height: projection.height + 14 + LEGEND_HEIGHT + 4,
    markup: group(
      hatchPattern(area.id),
      element("g", { class: "k-axis-line", "stroke-width": 0.5, "stroke-linejoin": "round" }, ...land),
      ...dots(small, (iso) => ({ fill: fillOf(valuesOf(iso)), title: titleOf(valuesOf(iso), iso) })),
      classLegend(scale, { label: legend, format: percent, ends }, area.x, legendTop, Math.min(480, area.width * 0.6)),
      asideLegend(area, legendTop),
    ),
  };
}

/** Places of the dots: countries with a value whose land is too small, or that have none on this map. */
function smallOnes(
  byCode: ReadonlyMap<string, unknown>,
  territories: readonly Territory[],
  projection: MapProjection,
  smallArea: number,
): { iso: string; place: readonly [number, number] }[] {
  const byIso = new Map(territories.map((territory) => [territory.iso, territory]));
  return [...byCode.keys()].flatMap((iso) => {
    const shape = byIso.get(iso)?.shape;
    const known = places[iso];
    if (shape !== undefined && projection.area(shape) >= smallArea) return [];
    if (known !== undefined) return [{ iso, place: projection.place(known) }];
    return shape === undefined ? [] : [{ iso, place: projection.centre(shape) }];
  });
}

function dots(
  small: readonly { iso: string; place: readonly [number, number] }[],
  look: (iso: string) => { fill: string; title: string },
): Markup[] {
  const spread = spreadDots(
    small.map(({ place }) => place),
    2 * DOT_RADIUS + 1,
  );
  const ties = spread.flatMap(({ x, y, wantedX, wantedY }) =>
    Math.hypot(x - wantedX, y - wantedY) > TIED
      ? [element("line", { class: "k-axis-line", x1: wantedX, y1: wantedY, x2: x, y2: y, "stroke-width": 0.6 })]
      : [],
  );
  const circles = small.map(({ iso }, i) => {
    const { fill, title } = look(iso);
    const place = { cx: spread[i]?.x, cy: spread[i]?.y, r: DOT_RADIUS };
    return element("circle", { "data-iso": iso, fill, ...place }, element("title", {}, characters(title)));
  });
  return [...ties, element("g", { class: "k-muted-line", "stroke-width": 0.7 }, ...circles)];
}

function valueFill(scale: ClassScale, { value }: MapValue): string {
  return value === null ? NO_ANSWER : colourOf(scale, value);
}

/** What is on the map beside the scale's colours: one below the other, since a narrow map has no room for both. */
function asideLegend({ x, width, id }: Area, top: number): Markup {
  const left = x + Math.min(480, width * 0.6) + 36;
  const entry = (name: string, fill: string, y: number): Markup => {
    const box = { x: left, y, width: 26, height: 12 };
    return group(
      element("rect", { fill, ...box }),
      element("rect", { class: "k-axis-line", ...box, "stroke-width": 0.75 }),
      text(name, left + 34, y + 10, { size: sizes.tick, role: "muted" }),
    );
  };
  return group(entry(NO_CASES, NO_ANSWER, top + 8), entry("no data", hatchFill(id), top + 28));
}

function written({ value }: MapValue): string {
  return value === null ? NO_CASES : percent(value);
}

function titleOf(values: readonly MapValue[], name: string): string {
  if (values.length === 0) return `${name}: no data`;
  return values.map((entry) => `${entry.name}: ${written(entry)}`).join("; ");
}

function listed(values: readonly MapValue[]): string {
  const named = values.slice(0, NAMED).map((entry) => `${entry.name} (${written(entry)})`);
  const rest = values.length - named.length;
  return `${named.join(", ")}${rest === 0 ? "" : ` and ${rest} more`}`;
}

function describe(values: readonly MapValue[], lost: number): string {
  if (values.length === 0) return "World map without any value.";
  const known = values.flatMap(({ name, value }) => (value === null ? [] : [{ name, value }]));
  const sorted = known.sort((a, b) => b.value - a.value);
  const ends = (some: typeof known): string => some.map(({ name, value }) => `${name} ${percent(value)}`).join(", ");
  const rising = known.filter(({ value }) => value > 0.5).length;
  const quiet = values.length - known.length;
  return [
    `World map of ${values.length} values, ${rising} of them above 50 %.`,
    ...(quiet === 0 ? [] : [`${quiet} have no recent cases.`]),
    ...(known.length === 0
      ? []
      : [`Highest: ${ends(sorted.slice(0, 5))}.`, `Lowest: ${ends(sorted.slice(-5).reverse())}.`]),
    ...(lost === 0 ? [] : [`${lost} are not on the map.`]),
  ].join(" ");
}
