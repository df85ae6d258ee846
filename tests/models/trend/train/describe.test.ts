/** `kiln data trend`: what is shown of a table. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { main } from "../../../../cli/kiln.js";
import { FakeHost } from "../../../fixtures/host.js";
import { ours } from "../../../fixtures/models.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kiln-table-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function data(text: string, ...options: string[]): Promise<{ host: FakeHost; exit: number }> {
  const file = join(folder, "cases.csv");
  writeFileSync(file, text);
  const host = new FakeHost();
  const exit = await main(["data", "trend", "--data", file, ...options], ours, host);
  return { host, exit };
}

const table = [
  "Province/State,Country/Region,2020-01-01,2020-01-02,2020-01-03,2020-01-04,2020-01-05,2020-01-06",
  "North,Peru,1,2,3,4,5,6",
  "South,Peru,1,2,3,4,5,6",
  "South,Peru,1,2,3,4,5,6",
  ",Chile,,7,NA,6,9,",
  ",World,1,2,3,4,5,6",
].join("\n");

describe("kiln data trend --data", () => {
  test("shows counts by country, notes and warnings", async () => {
    const { host, exit } = await data(table);
    expect(exit).toBe(0);
    const text = host.stdout.text;
    expect(text).toMatch(/2 countries, 5 days of increments from 2020-01-02 to 2020-01-06/);
    expect(text).toMatch(/Left out, being sums: World/);
    expect(text).toMatch(/country +iso +cases +0 days +negative +missing +not yet +ended +twice +rows/);
    expect(text).toMatch(/Peru +PE +10 +0 +0 +0 +0 +0 +6 +2/);
    expect(text).toMatch(/Chile +CL +2 +3 +1 +1 +1 +1 +0 +1/);
    expect(host.stderr.text).toMatch(/1 negative increments \(corrections\): Chile on 2020-01-04: -1/);
  });

  test("gives all of it to a program", async () => {
    const { host } = await data(table, "--json");
    const result = JSON.parse(host.stdout.text.trim().split("\n").at(-1) ?? "");
    expect(result).toMatchObject({ event: "result", firstDay: "2020-01-02", days: 5 });
    expect(result.findings).toMatchObject({ layout: "wide", duplicates: 6, aggregates: ["World"], provinces: 2 });
    expect(result.countries[1]).toMatchObject({
      name: "Chile",
      iso: "CL",
      missing: { before: 1, inside: 1, after: 1 },
      negative: 1,
    });
  });

  test("takes every setting of the reader, and --date-format", async () => {
    expect((await data(table, "--set", "missing=drop")).host.stderr.text).toMatch(/Left out for missing values: Chile/);
    expect((await data(table, "--set", "negatives=refuse")).exit).toBe(3);
    const ambiguous = "Country,1/2/2020,3/4/2020\nPeru,1,2";
    const asked = await data(ambiguous);
    expect([asked.exit, asked.host.stderr.text]).toEqual([3, expect.stringMatching(/--date-format dmy/)]);
    const told = await data(ambiguous, "--date-format", "dmy", "--set", "gaps=carry");
    expect(told.exit).toBe(0);
    expect(told.host.stdout.text).toMatch(/from 2020-02-02 to 2020-04-03/);
    expect((await data(ambiguous, "--date-format", "ymd")).exit).toBe(2);
  });
});
