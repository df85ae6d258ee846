/** Which countries a training would learn from: told by `kiln data trend`, and refused by training where it is nobody. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { main } from "../../../../cli/kiln.js";
import { Random } from "../../../../core/random.js";
import { isoDate } from "../../../../models/trend/dates.js";
import { FakeHost } from "../../../fixtures/host.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kiln-selection-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DAYS = 120;

/** A long table of daily cases. */
function tableOf(countries: Readonly<Record<string, (day: number) => number>>, days = DAYS): string {
  const rows = Object.entries(countries).flatMap(([name, cases]) =>
    Array.from({ length: days }, (_, day) => `${name},${isoDate(18_600 + day)},${cases(day)}`),
  );
  return ["location,date,new_cases", ...rows].join("\n");
}

/** 47 countries with three cases a day, or a third of one, and three real ones: nobody goes with 40 others. */
function constantCountries(): string {
  const random = Random.seeded(3, "real");
  const flat = Array.from({ length: 47 }, (_, i) => [`Flat ${i}`, () => (i % 2 === 0 ? 3 : 1 / 3)] as const);
  const real = ["France", "Germany", "Italy"].map((name) => [name, () => random.integer(900)] as const);
  return tableOf(Object.fromEntries([...flat, ...real]));
}

/** Two groups that go up and down together, and one country that never varies. */
function twoGroups(days = DAYS): string {
  const random = Random.seeded(4, "groups");
  const wave = (day: number, length: number) => Math.round(500 + 400 * Math.sin(day / length)) + random.integer(20);
  const long = ["France", "Spain", "Italy", "Poland"].map((name) => [name, (day: number) => wave(day, 15)] as const);
  const short = ["Peru", "Chile"].map((name) => [name, (day: number) => wave(day, 4)] as const);
  return tableOf(Object.fromEntries([...long, ...short, ["Cuba", () => 7] as const]), days);
}

async function kiln(text: string, ...args: string[]): Promise<{ host: FakeHost; exit: number }> {
  const file = join(folder, "cases.csv");
  writeFileSync(file, text);
  const host = new FakeHost();
  const exit = await main([...args, "--data", file], undefined, host);
  return { host, exit };
}

const rule = (name: string, count: number) =>
  ["--set", `selection=${name}`, "--set", `selectionCount=${count}`, "--set", "window=14"] as const;

describe("kiln data trend --set selection=…", () => {
  test.each(["report", "growth"])("%s: how many, and who", async (name) => {
    const { host, exit } = await kiln(twoGroups(), "data", "trend", ...rule(name, 3));
    expect(exit).toBe(0);
    expect(host.stdout.text).toMatch(/takes 4 of 7 countries: France, Italy, Poland, Spain\./);
    expect(host.stdout.text).toMatch(/1 country never varies, so that it has no correlation \(Cuba\)\./);
    const { host: json } = await kiln(twoGroups(), "data", "trend", ...rule(name, 3), "--json");
    const result = JSON.parse(json.stdout.text.trim().split("\n").at(-1) ?? "");
    expect(result.selection).toMatchObject({
      rule: name,
      countries: ["France", "Italy", "Poland", "Spain"],
      constant: ["Cuba"],
    });
  });

  test("all: everybody", async () => {
    const { host } = await kiln(twoGroups(), "data", "trend", "--json");
    const result = JSON.parse(host.stdout.text.trim().split("\n").at(-1) ?? "");
    expect(result.selection.countries).toHaveLength(7);
    expect(result.notes).toContain('The selection "all" takes 7 of 7 countries.');
  });

  test("none: a warning, and no failure", async () => {
    const { host, exit } = await kiln(constantCountries(), "data", "trend", "--set", "selection=report");
    expect(exit).toBe(0);
    expect(host.stdout.text).toMatch(/takes 0 of 50 countries\./);
    expect(host.stderr.text).toMatch(/Nobody is selected/);
  });

  test("growth on a table that is too short to be split: a word, and the rest of the report", async () => {
    const { host, exit } = await kiln(twoGroups(20), "data", "trend", "--set", "selection=growth");
    expect(exit).toBe(0);
    expect(host.stderr.text).toMatch(/Which countries are selected cannot be told/);
    expect(host.stdout.text).toMatch(/France/);
  });
});

test.each(["report", "growth"])(
  "training by %s on constant countries says that none is selected, and why",
  async (name) => {
    const run = ["--out", join(folder, `run-${name}`)];
    const { host, exit } = await kiln(constantCountries(), "train", "trend", ...rule(name, 40), ...run);
    expect(exit).toBe(3);
    expect(host.stderr.text).toMatch(/selects none of 50 countries: none has more than 40 with a correlation above/);
    expect(host.stderr.text).toMatch(
      /47 countries never vary, so that they have no correlation \(Flat 0, .*and 44 more\)/,
    );
  },
);
