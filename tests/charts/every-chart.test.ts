/** What every chart owes its reader, whatever it draws. */
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { hostile, samples } from "./samples.js";

const charts = Object.entries(samples);
const plain = { title: "A title", subtitle: "A subtitle", notes: ["A note."] };

describe.each(charts)("%s", (_, draw) => {
  test("is a document that a strict reader opens, in each theme", async () => {
    for (const theme of ["light", "dark", "auto"] as const) {
      const { width, height, format } = await sharp(Buffer.from(draw({ ...plain, theme }))).metadata();
      expect(format).toBe("svg");
      expect(width).toBeGreaterThan(200);
      expect(height).toBeGreaterThan(100);
    }
  });

  test("never takes a name for markup", () => {
    const svg = draw({ title: hostile, subtitle: hostile, notes: [hostile], stamp: hostile });
    expect(svg).not.toContain("<script");
    expect(svg).not.toContain("]]>");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML does not allow them.
    expect(svg).not.toMatch(/[\u0000-\u0008\ud800-\udfff]/);
  });

  test("can be read out: an image with a name and a description that holds its figures", () => {
    const svg = draw(plain);
    expect(svg).toMatch(/^<svg [^>]*role="img"/);
    const [, title, description] = /aria-labelledby="(\S+) (\S+)"/.exec(svg) ?? [];
    expect(svg).toContain(`<title id="${title}">A title</title>`);
    expect(/<desc id="(\S+)">([^<]+)<\/desc>/.exec(svg)?.[1]).toBe(description);
    expect(/<desc [^>]*>([^<]+)</.exec(svg)?.[1]).toMatch(/\d.*A note\./);
  });

  test("draws no number that is none", () => {
    expect(draw(plain)).not.toMatch(/NaN|Infinity|undefined|null/);
  });

  test("is the same for the same data, and its ids are its own", () => {
    expect(draw(plain)).toBe(draw(plain));
    const ids = (svg: string): string[] => [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? "");
    const own = ids(draw(plain));
    expect(new Set(own).size).toBe(own.length);
    expect(ids(draw({ ...plain, title: "Another" })).some((id) => own.includes(id))).toBe(false);
    expect(ids(draw({ ...plain, id: "mine" })).every((id) => id.startsWith("mine-"))).toBe(true);
  });

  test("shows its stamp, and says it first when read out", () => {
    const svg = draw({ ...plain, stamp: "Simulated" });
    expect(svg).toContain(">SIMULATED</text>");
    expect(svg).toContain(">Simulated. A title</title>");
    expect(draw(plain)).not.toMatch(/simulated/i);
  });

  test("binds its style to itself and follows the reader's screen only when told to", () => {
    const auto = draw({ ...plain, theme: "auto" });
    expect(auto).toContain("prefers-color-scheme");
    expect(auto).toContain("var(--kiln-ink,");
    expect(draw({ ...plain, theme: "light" })).not.toMatch(/prefers-color-scheme|var\(/);
    const rules = /<style>(.*)<\/style>/.exec(auto)?.[1] ?? "";
    for (const rule of rules
      .replace(/@media[^{]*\{|\}\}/g, "}")
      .split("}")
      .filter((part) => part.includes("{"))) {
      expect(rule.trim()).toMatch(/^\.kiln-auto /);
    }
  });
});
