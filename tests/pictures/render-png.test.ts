import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { barChart } from "../../charts/bar-chart.js";
import { FONTS } from "../../charts/theme.js";
import { renderPng } from "../../pictures/render-png.js";

const linux = process.platform === "linux";

function svgOf(content: string, size = 100): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="160"><text x="10" y="120" font-size="${size}" font-family="${FONTS}">${content}</text></svg>`;
}

/** First and last column that holds ink, and how much there is. */
async function ink(svg: string): Promise<{ first: number; last: number; pixels: number }> {
  const { data, info } = await sharp(await renderPng(svg, { scale: 1 }))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  let [first, last, pixels] = [info.width, -1, 0];
  data.forEach((value, i) => {
    if (value > 128) return;
    const column = i % info.width;
    first = Math.min(first, column);
    last = Math.max(last, column);
    pixels += 1;
  });
  return { first, last, pixels };
}

describe("text in a PNG", () => {
  test("is there, and is letters: not the empty boxes that a machine without fonts draws", async () => {
    const [narrow, wide] = [await ink(svgOf("iiiiii")), await ink(svgOf("MMMMMM"))];
    expect(narrow.pixels).toBeGreaterThan(500);
    expect(wide.last - wide.first).toBeGreaterThan(2 * (narrow.last - narrow.first));
  });

  test.runIf(linux)("is set in the bundled font, whatever the machine has", async () => {
    // The distance of two letters is the advance width that the font file states; in DejaVu Sans it is 0.863 em.
    const [two, twelve] = [await ink(svgOf("MM")), await ink(svgOf("MMMMMMMMMMMM"))];
    expect((twelve.last - two.last) / 10).toBeCloseTo(72.7, 0);
  });

  test("has accents and Greek, Cyrillic and mathematical signs", async () => {
    for (const letter of ["é", "Ø", "ł", "β", "Ж", "≥", "−", "–"]) {
      expect((await ink(svgOf(letter))).pixels, letter).toBeGreaterThan(100);
      expect((await ink(svgOf(letter))).pixels, letter).not.toBe((await ink(svgOf("\ue123"))).pixels);
    }
  });
});

describe("a PNG", () => {
  const chart = barChart({ title: "Title", axis: { label: "MCC" }, bars: [{ name: "a", value: 0.4 }], theme: "auto" });

  test("is twice as large as its SVG, or as wide as asked for", async () => {
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(chart) ?? [];
    const double = await sharp(await renderPng(chart)).metadata();
    expect([double.width, double.height]).toEqual([2 * Number(width), 2 * Number(height)]);
    expect((await sharp(await renderPng(chart, { width: 500 })).metadata()).width).toBe(500);
  });

  test("is the same each time, light where the SVG follows the screen, and opaque", async () => {
    const [first, second] = [await renderPng(chart), await renderPng(chart)];
    expect(Buffer.compare(first, second)).toBe(0);
    const { data, info } = await sharp(first).raw().toBuffer({ resolveWithObject: true });
    expect(info.channels).toBe(3);
    expect([...data.subarray(0, 3)]).toEqual([255, 255, 255]);
  });

  test("is refused where the size is none or the document is broken", async () => {
    await expect(renderPng("<svg/>")).rejects.toThrow(/does not say its width/);
    await expect(renderPng(chart, { scale: 0 })).rejects.toThrow(RangeError);
    await expect(renderPng(chart, { width: 1e6 })).rejects.toThrow(RangeError);
    await expect(renderPng('<svg width="5" height="5"><g></svg>')).rejects.toThrow(/cannot be drawn/);
  });
});
