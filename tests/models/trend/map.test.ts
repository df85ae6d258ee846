import isoCountries from "i18n-iso-countries/index.js";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { NO_ANSWER, probabilityScale } from "../../../charts/scales.js";
import { countryName, countryOf } from "../../../models/trend/countries/country.js";
import { spreadDots } from "../../../models/trend/map/dots.js";
import { partOf, places } from "../../../models/trend/map/places.js";
import { projectionFor } from "../../../models/trend/map/projection.js";
import { territoriesOf } from "../../../models/trend/map/territories.js";
import { type MapValue, type WorldMapOptions, worldMap } from "../../../models/trend/map/world-map.js";
import { atlasDetails, loadAtlas } from "../../../models/trend/resources/atlas.js";
import { jhuNames } from "./countries/jhu.js";

const atlases = { "110m": await loadAtlas("110m"), "50m": await loadAtlas("50m") };
const every = Object.keys(isoCountries.getAlpha2Codes()).filter((iso) => iso !== "AQ");
const legend = "probability of an increase";

function draw(values: readonly MapValue[], options: Partial<WorldMapOptions> = {}): string {
  return worldMap({ atlas: atlases["110m"], title: "Map", legend, values, ...options });
}

/** Shapes and dots as drawn: [code, fill, title]. */
function drawn(svg: string): { kind: string; iso: string; fill: string; title: string }[] {
  const shapes = svg.matchAll(/<(path|circle)(?: data-iso="(\w\w)")? fill="([^"]+)"[^>]*><title>([^<]*)<\/title>/g);
  return [...shapes].map(([, kind = "", iso = "", fill = "", title = ""]) => ({ kind, iso, fill, title }));
}

describe.each(atlasDetails)("the world map at %s", (detail) => {
  const atlas = atlases[detail];

  test("draws every country that has a code, as land or as a dot, in its own colour", () => {
    const values = every.map((iso, i) => ({ iso, name: countryName(iso) ?? iso, value: (i % 7) / 7 + 0.07 }));
    const svg = draw(values, { atlas });
    expect(svg).not.toContain("Not on the map");
    const shapes = drawn(svg);
    for (const { iso, name, value } of values) {
      const mine = shapes.filter((shape) => shape.iso === iso);
      expect(mine.length, `${iso} ${name}`).toBeGreaterThan(0);
      for (const { fill } of mine) expect(probabilityScale.colours, iso).toContain(fill);
      expect(mine[0]?.title).toMatch(new RegExp(`: ${(value * 100).toFixed(0)} %$`));
    }
  });

  test("draws every country of the table of Johns Hopkins University and names what is none", () => {
    const names = jhuNames
      .trim()
      .split("\n")
      .map((line) => line.slice(3));
    const values = names.map((name) => ({ iso: countryOf(name).iso, name, value: 0.8 }));
    const svg = draw(values, { atlas });
    const codes = new Set(
      drawn(svg)
        .filter(({ title }) => title.endsWith("80 %"))
        .map(({ iso }) => iso),
    );
    const missing = values.filter(({ iso }) => iso !== null && iso !== "AQ" && !codes.has(iso));
    expect(missing).toEqual([]);
    expect(svg).toContain(
      "Not on the map: Antarctica (80 %), Diamond Princess (80 %), MS Zaandam (80 %), Summer Olympics 2020 (80 %), Winter Olympics 2022 (80 %).",
    );
  });

  test("small countries are dots that do not touch", () => {
    const svg = draw(
      every.map((iso) => ({ iso, name: iso, value: 0.5 })),
      { atlas },
    );
    const centres = [...svg.matchAll(/<circle[^>]* cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    expect(centres.length).toBeGreaterThan(50);
    for (const [i, [x = 0, y = 0]] of centres.entries()) {
      for (const [otherX = 0, otherY = 0] of centres.slice(0, i)) {
        expect(Math.hypot(x - otherX, y - otherY)).toBeGreaterThan(6);
      }
    }
  });

  test("lies inside the picture", () => {
    const svg = draw([], { atlas });
    const [, width = 0, height = 0] = (/viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []).map(Number);
    let [left, top, right, bottom] = [width, height, 0, 0];
    for (const [, d = ""] of svg.matchAll(/<path[^>]* d="([^"]+)"/g)) {
      for (const [, x, y] of d.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)) {
        [left, right] = [Math.min(left, Number(x)), Math.max(right, Number(x))];
        [top, bottom] = [Math.min(top, Number(y)), Math.max(bottom, Number(y))];
      }
    }
    expect(left).toBeGreaterThan(19);
    expect(right).toBeLessThan(width - 19);
    expect(top).toBeGreaterThan(30);
    expect(bottom).toBeLessThan(height - 60);
  });
});

describe("countries without recent cases", () => {
  const svg = draw([
    { iso: "FR", name: "France", value: 0.03 },
    { iso: "MT", name: "Malta", value: null },
    { iso: "KI", name: "Kiribati", value: null },
    { iso: null, name: "MS Zaandam", value: null },
  ]);

  test("are grey, which is no colour of the scale, and say so", () => {
    const quiet = drawn(svg).filter(({ iso }) => iso === "MT" || iso === "KI");
    expect(quiet.length).toBeGreaterThan(1);
    for (const { fill, title } of quiet) {
      expect(fill).toBe(NO_ANSWER);
      expect(title).toMatch(/: no recent cases$/);
    }
    expect(svg).toContain("Not on the map: MS Zaandam (no recent cases).");
  });

  test("have an entry of the legend, and no part in the highest and lowest", () => {
    const words = svg.replace(/<title>[^<]*<\/title>/g, "").replace(/<desc[^>]*>[^<]*<\/desc>/g, "");
    expect(words).toMatch(/>no recent cases</);
    expect(svg).toContain("World map of 4 values, 0 of them above 50 %. 3 have no recent cases. Highest: France 3 %.");
  });

  test("a sure fall is the darkest blue", () => {
    expect(drawn(svg).find(({ iso }) => iso === "FR")?.fill).toBe(probabilityScale.colours[0]);
  });
});

describe("codes of the map's land", () => {
  const codes = (listed: string[] = []) =>
    new Map(territoriesOf(atlases["50m"], new Set(listed)).map(({ iso, name, shape }) => [iso ?? name, shape]));

  test("Kosovo has one, Somaliland is Somalia's, the north of Cyprus and Siachen have none", () => {
    const found = codes();
    expect(found.has("XK")).toBe(true);
    expect(found.has("Somaliland")).toBe(false);
    expect(found.has("N. Cyprus")).toBe(true);
    expect(found.has("Siachen Glacier")).toBe(true);
    expect(found.has("AQ")).toBe(false);
  });

  test("French Guiana is its own where a table lists it, and France's where it does not", () => {
    const [alone, listed] = [codes(), codes(["GF", "RE"])];
    expect(alone.has("GF")).toBe(false);
    expect(listed.get("GF")?.coordinates.length).toBe(1);
    expect(alone.get("FR")?.coordinates.length).toBe((listed.get("FR")?.coordinates.length ?? 0) + 2);
  });

  test("every part has a place, and every place a code", () => {
    for (const code of [...Object.keys(partOf), ...Object.values(partOf), ...Object.keys(places)]) {
      expect(countryName(code), code).not.toBeNull();
    }
    for (const part of Object.keys(partOf)) expect(places[part], part).toBeDefined();
  });

  test("what is no map is refused with a plain word", () => {
    const wrong = JSON.parse('{"type":"FeatureCollection","features":[]}');
    expect(() => draw([], { atlas: wrong })).toThrow(/no TopoJSON/);
  });
});

describe("what a reader is told", () => {
  const france = { iso: "FR", name: "France", value: 0.63 };

  test("a country without a value is hatched and says so", () => {
    const shapes = drawn(draw([france]));
    expect(shapes.find(({ iso }) => iso === "FR")).toMatchObject({ fill: "#f5bd8a", title: "France: 63 %" });
    expect(shapes.find(({ iso }) => iso === "DE")?.fill).toMatch(/^url\(#\w+-hatch\)$/);
    expect(shapes.find(({ iso }) => iso === "DE")?.title).toBe("Germany: no data");
    expect(draw([france])).toContain(">no data</text>");
  });

  test("names are never markup, in titles, notes and descriptions", () => {
    const bad = "<script>alert(1)</script>";
    const svg = draw(
      [
        { ...france, name: bad },
        { iso: null, name: bad, value: 0.2 },
      ],
      { title: bad, notes: [bad] },
    );
    expect(svg).not.toContain("<script");
    expect(svg).toContain("&lt;script&gt;alert(1)&lt;/script&gt;: 63 %");
  });

  test("several values of one code are all named; the first gives the colour", () => {
    const islands = ["Bonaire", "Saba"].map((name, i) => ({ iso: "BQ", name, value: 0.2 + 0.6 * i }));
    const shape = drawn(draw(islands)).find(({ iso }) => iso === "BQ");
    expect(shape).toMatchObject({ title: "Bonaire: 20 %; Saba: 80 %", fill: "#5a93c9" });
  });

  test("many names without a place are counted", () => {
    const lost = Array.from({ length: 30 }, (_, i) => ({ iso: null, name: `Ship ${i}`, value: 0.5 }));
    expect(draw(lost)).toContain("and 18 more.");
  });

  test("the description holds the highest, the lowest and how many rise", () => {
    const svg = draw([france, { iso: "DE", name: "Germany", value: 0.1 }], { stamp: "Simulated" });
    expect(svg).toContain("World map of 2 values, 1 of them above 50 %. Highest: France 63 %");
    expect(svg).toContain(">Simulated. Map</title>");
    expect(draw([])).toContain("World map without any value.");
  });

  test("is a document that a strict reader opens", async () => {
    expect((await sharp(Buffer.from(draw([france]))).metadata()).format).toBe("svg");
  });
});

test("the projection keeps areas comparable: Greenland is no Africa", () => {
  const shapes = new Map(territoriesOf(atlases["110m"], new Set()).map(({ iso, shape }) => [iso, shape]));
  const projection = projectionFor(1000, 0, 0);
  const area = (iso: string): number => projection.area(shapes.get(iso) ?? { type: "MultiPolygon", coordinates: [] });
  // Square kilometres: Algeria 2.38 million, Greenland 2.17, Norway 0.39 with Svalbard.
  expect(area("GL") / area("DZ")).toBeCloseTo(2.17 / 2.38, 1);
  expect(area("NO") / area("DZ")).toBeCloseTo(0.39 / 2.38, 1);
});

test("dots move apart as little as they must, also from the very same place", () => {
  const dots = spreadDots(
    [
      [10, 10],
      [10, 10],
      [100, 100],
    ],
    6,
  );
  expect(Math.hypot((dots[0]?.x ?? 0) - (dots[1]?.x ?? 0), (dots[0]?.y ?? 0) - (dots[1]?.y ?? 0))).toBeCloseTo(6, 3);
  expect(dots[2]).toMatchObject({ x: 100, y: 100, wantedX: 100, wantedY: 100 });
});
