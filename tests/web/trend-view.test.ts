/** The view of trend in a real Chromium: the world, a country, and a table of the visitor's own, against the server. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Papa from "papaparse";
import type { Browser, BrowserContext, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Running, start } from "../e2e/kiln.js";
import { root } from "../fixtures/source-tree.js";
import { chromiumFile, startBrowser } from "./support/chromium.js";
import { ownConfig, publishModels } from "./support/published.js";
import { leave, newVisitor, visit as open } from "./support/visit.js";

const axe = readFileSync(join(root, "node_modules", "axe-core", "axe.min.js"), "utf8");

/** Days of the table below, and the window of the kept model. */
const DAYS = 60;
const WINDOW = 14;

/** Waves of different phase and size, with a correction below zero in one of them. */
const tables: Readonly<Record<string, readonly number[]>> = Object.fromEntries(
  ["France", "Peru", "Kenya", "Atlantis"].map((name, phase) => [
    name,
    Array.from({ length: DAYS }, (_, day) =>
      name === "Peru" && day === DAYS - 3 ? -4000 : Math.round(500 + 400 * Math.sin(day / 9 + 1.7 * phase) + (day % 7)),
    ),
  ]),
);

const dates = Array.from({ length: DAYS }, (_, day) => new Date(Date.UTC(2021, 0, 1 + day)).toISOString().slice(0, 10));

/** Daily counts, wide; `change` turns a row into another one. */
function tableOf(change: (cells: readonly (string | number)[], name: string) => readonly (string | number)[]): string {
  return Papa.unparse([
    ["Country", ...dates],
    ...Object.entries(tables).map(([name, values]) => [name, ...change(values, name)]),
  ]);
}

const table = tableOf((cells) => cells);

describe.skipIf(chromiumFile === undefined)("the view of trend in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "kiln-trend-view-"));
  let server: Running;
  let url: string;
  let browser: Browser;

  beforeAll(async () => {
    const repository = await publishModels(folder);
    server = start(folder, ["serve", "--repository", repository, "--port", "0", "--json"], ownConfig);
    url = (await server.event(({ event }) => event === "result")).url;
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    server?.process.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  async function visit(query = "", visitor?: BrowserContext): Promise<Page> {
    const page = await open({ url: `${url}/web`, browser }, `#/trend?on=wasm${query}`, visitor);
    await page.locator(".trend-map svg").waitFor({ timeout: 60_000 });
    return page;
  }

  const file = (text: string, name = "cases.csv") => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

  async function give(page: Page, text: string): Promise<void> {
    await page.locator("input[type=file]").setInputFiles(file(text));
    await page.getByText("Your table", { exact: true }).waitFor();
  }

  const rows = (page: Page) => page.locator(".trend-results button");
  const probability = async (page: Page): Promise<number> =>
    Number(await page.locator(".trend-figure strong").getAttribute("data-probability"));

  /** What the server says of the same values. */
  async function served(name: string, values: readonly number[], end: string): Promise<number> {
    const answer = await fetch(`${url}/v1/trend/classify`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ series: [{ name, values, end }] }),
    });
    const { results } = (await answer.json()) as { results: { probability: number }[] };
    return results[0]?.probability ?? Number.NaN;
  }

  it("draws the published results as the server gives them, and says that they are simulated", async () => {
    const page = await visit();
    const answer = (await (await fetch(`${url}/v1/trend/countries`)).json()) as {
      results: { name: string; iso: string | null; probability: number }[];
    };
    expect(await rows(page).count()).toBe(answer.results.length);
    const highest = [...answer.results].sort((a, b) => b.probability - a.probability)[0];
    await expect.poll(() => probability(page)).toBeCloseTo(highest?.probability ?? Number.NaN, 5);
    expect(await page.locator("h1 .stamp").textContent()).toBe("Simulated");
    const coloured = await page
      .locator(".trend-map [data-iso]")
      .evaluateAll((shapes) => shapes.filter((one) => /^#/.test((one as unknown as Shape).getAttribute("fill") ?? "")));
    expect(coloured.length).toBeGreaterThanOrEqual(answer.results.filter(({ iso }) => iso !== null).length);
    await leave(page);
  });

  it("finds a country by name, code and Chinese name, and keeps it in the address", async () => {
    const page = await visit();
    const first = await rows(page).first().locator(".trend-result-name").textContent();
    const search = page.getByRole("searchbox");
    for (const [typed, found] of [
      ["germ", "Germany"],
      ["DE", "Germany"],
      ["德國", "Germany"],
    ] as const) {
      await search.fill(typed);
      await expect.poll(async () => (await rows(page).allTextContents()).join()).toContain(found);
      expect(await rows(page).count()).toBeLessThan(20);
    }
    await search.fill("nowhere at all");
    await page.getByText("No country of these data is called “nowhere at all”.").waitFor();
    await search.fill("germany");
    await search.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Germany" }).waitFor();
    expect(page.url()).toContain("country=DE");
    expect(page.url()).toContain("find=germany");
    await page.goBack();
    await page.getByRole("heading", { name: first ?? "", exact: true }).waitFor();
    await leave(page);
  });

  it("goes through the list with the arrow keys, and marks on the map what has the focus", async () => {
    const page = await visit("&sort=name");
    await rows(page).first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    const second = rows(page).nth(1);
    const name = (await second.locator(".trend-result-name").textContent()) ?? "";
    expect(await page.locator(":focus .trend-result-name").textContent()).toBe(name);
    expect(await page.locator(".trend-card strong").textContent()).toBe(name);
    expect(await page.locator(".trend-mark-pointed").count()).toBeGreaterThan(0);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name, exact: true }).waitFor();
    expect(await second.getAttribute("aria-current")).toBe("true");
    await leave(page);
  });

  it("chooses on the map, and says in a card what is under the pointer", async () => {
    const page = await visit();
    const brazil = page.locator(".trend-map path[data-iso=BR]");
    await brazil.hover();
    expect(await page.locator(".trend-card strong").textContent()).toBe("Brazil");
    expect(await page.locator(".trend-card").textContent()).toMatch(/\d %.*as of \d+ \w+ \d{4}/);
    await brazil.click();
    await page.getByRole("heading", { name: "Brazil" }).waitFor();
    expect(page.url()).toContain("country=BR");
    await leave(page);
  });

  it("reads a table given as a file: the answers are those of the server, on every day", async () => {
    const page = await visit("&country=FR");
    await give(page, table);
    expect(await rows(page).count()).toBe(4);
    expect(await page.locator(".trend-warnings").textContent()).toContain("Atlantis");
    const values = tables.France ?? [];
    const last = await served("France", values, dates.at(-1) ?? "");
    await expect.poll(() => probability(page)).toBeCloseTo(last, 5);
    const slider = page.getByRole("slider", { name: "The window ends on" });
    await slider.focus();
    for (let i = 0; i < 20; i++) await page.keyboard.press("ArrowLeft");
    expect(await slider.getAttribute("aria-valuetext")).toBe("9 February 2021");
    const then = await served("France", values.slice(0, -20), dates.at(-21) ?? "");
    expect(Math.abs(then - last)).toBeGreaterThan(1e-4);
    await expect.poll(() => probability(page)).toBeCloseTo(then, 5);
    const week = (from: number): number => values.slice(from, from + 7).reduce((sum, value) => sum + value, 0);
    const rose = week(DAYS - 20) > week(DAYS - 27);
    expect(await page.locator(".trend-came").textContent()).toBe(
      rose ? "In the table, so it came." : "In the table, it did not come so.",
    );
    expect(await page.locator(".trend-chance").getAttribute("d")).toMatch(/^M/);
    await page.getByRole("button", { name: "Back to the published data" }).first().click();
    await page.getByText("Published data", { exact: true }).waitFor();
    expect(await rows(page).count()).toBeGreaterThan(100);
    await leave(page);
  });

  it("moves the window to where the curve is clicked", async () => {
    const page = await visit("&country=KE");
    await give(page, table);
    const curve = page.locator(".trend-curve svg");
    await curve.waitFor();
    const box = await curve.boundingBox();
    await curve.click({ position: { x: (box?.width ?? 0) / 2, y: 100 } });
    const end = (await page.locator(".trend-window output").textContent()) ?? "";
    const day = dates.findIndex((date) => written(date) === end);
    expect(day).toBeGreaterThan(WINDOW);
    expect(day).toBeLessThan(DAYS - 5);
    const then = await served("Kenya", (tables.Kenya ?? []).slice(0, day + 1), dates[day] ?? "");
    await expect.poll(() => probability(page)).toBeCloseTo(then, 5);
    await leave(page);
  });

  it("reads a table that is pasted, and asks again when a policy changes", async () => {
    const page = await visit("&country=PE");
    await page.getByText("Or paste a table").click();
    await page.getByRole("textbox", { name: "Or paste a table" }).fill(table);
    await page.getByRole("button", { name: "Read it" }).click();
    await page.getByText("Your table", { exact: true }).waitFor();
    const values = tables.Peru ?? [];
    const kept = await served("Peru", values, dates.at(-1) ?? "");
    await expect.poll(() => probability(page)).toBeCloseTo(kept, 5);
    const clipped = await served(
      "Peru",
      values.map((value) => Math.max(0, value)),
      dates.at(-1) ?? "",
    );
    expect(Math.abs(clipped - kept)).toBeGreaterThan(1e-4);
    await page.locator("[data-setting=negatives]").selectOption("clip");
    await expect.poll(() => probability(page)).toBeCloseTo(clipped, 5);
    await page.locator("[data-setting=negatives]").selectOption("refuse");
    await page.getByRole("alert").getByText("This table cannot be read").waitFor();
    await page.getByText("Published data", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Defaults" }).click();
    await expect.poll(() => probability(page)).toBeCloseTo(kept, 5);
    await leave(page);
  });

  it("says what is wrong with a table, where, and what to do", async () => {
    const page = await visit();
    const bad = tableOf((cells, name) => (name === "Peru" ? cells.with(5, "many") : cells));
    await page.locator("input[type=file]").setInputFiles(file(bad, "bad.csv"));
    const alert = page.getByRole("alert");
    await alert.waitFor();
    const said = (await alert.textContent()) ?? "";
    for (const part of ["many", "bad.csv", "Row3", "2021-01-06, Peru"]) expect(said).toContain(part);
    expect(said).not.toContain("--set");
    const gaps = Papa.unparse([
      ["Country", ...dates.filter((_, day) => day !== 9)],
      ["Peru", ...Array(DAYS - 1).fill(7)],
    ]);
    await page.locator("input[type=file]").setInputFiles(file(gaps, "gaps.csv"));
    await alert.getByText("gaps.csv").waitFor();
    expect(await alert.textContent()).toContain("“Missing days: count no cases”");
    await page.locator("[data-setting=gaps]").selectOption("carry");
    await page.getByText("Your table", { exact: true }).waitFor();
    await leave(page);
  });

  it("names the countries that have no result, and saves results as CSV and the map as SVG and PNG", async () => {
    const page = await visit();
    await give(
      page,
      tableOf((cells, name) => (name === "Kenya" ? cells.map((cell, day) => (day < 55 ? "" : cell)) : cells)),
    );
    await page.getByText("1 country without a result").click();
    await page.getByText("Kenya: 5 days of cases, the model's window needs 14").waitFor();
    const saved = async (form: string): Promise<Buffer> => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: `Save ${form}` }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(`cases-trend.${form.toLowerCase()}`);
      return readFileSync(await download.path());
    };
    const { data } = Papa.parse<string[]>((await saved("CSV")).toString().trim());
    expect(data[0]?.slice(0, 6)).toEqual(["name", "iso", "end", "label", "probability_of_increase", "remark"]);
    const shown = data.find(([name]) => name === "Peru") ?? [];
    expect(Number(shown[4])).toBeCloseTo(await served("Peru", tables.Peru ?? [], dates.at(-1) ?? ""), 5);
    expect(data.find(([name]) => name === "Kenya")?.[5]).toContain("5 days of cases");
    expect((await saved("SVG")).toString()).toContain("Table: cases.csv.");
    const { format, width = 0 } = await sharp(await saved("PNG")).metadata();
    expect(format).toBe("png");
    expect(width).toBeGreaterThan(2000);
    await leave(page);
  });

  it("takes text of a table for text, in the map, the list and the notes", async () => {
    const page = await visit();
    const hostile = '<img src=x onerror="document.title=1">';
    await give(page, `${table}\n"${hostile.replaceAll('"', '""')}",${Array(DAYS).fill(3).join(",")}`);
    await expect.poll(() => rows(page).count()).toBe(5);
    expect(await page.locator(".trend-results").textContent()).toContain(hostile);
    expect(await page.locator("main img").count()).toBe(0);
    await leave(page);
  });

  it("speaks Traditional Chinese", async () => {
    const visitor = await newVisitor(browser);
    const page = await visit("&country=DE", visitor);
    await page.getByRole("radio", { name: "繁中" }).check();
    await page.getByRole("heading", { name: "德國" }).waitFor();
    expect(await page.locator("h1").textContent()).toContain("哪裡的病例即將上升");
    await visitor.close();
  });

  it.each([360, 1280])(
    "at %i px nothing overflows and axe finds nothing serious, before a table and with one",
    async (width) => {
      const visitor = await newVisitor(browser, { width });
      const page = await visit("", visitor);
      for (const step of ["published", "own"]) {
        if (step === "own") await give(page, table);
        const over = await page.evaluate(() => {
          const scope = globalThis as unknown as Scope;
          return scope.document.documentElement.scrollWidth - scope.innerWidth;
        });
        expect(over).toBeLessThanOrEqual(0);
        await page.evaluate(axe);
        const { violations } = (await page.evaluate("axe.run()")) as { violations: { id: string; impact: string }[] };
        expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
      }
      await visitor.close();
    },
  );
});

function written(date: string): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(date));
}

/** What the tests look at of a page: the tests' own compiler knows no DOM. */
interface Scope {
  readonly innerWidth: number;
  readonly document: { readonly documentElement: { readonly scrollWidth: number } };
}

interface Shape {
  getAttribute(name: string): string | null;
}
