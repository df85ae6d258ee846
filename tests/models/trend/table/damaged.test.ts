/** Files with bytes changed, lost or added are read or refused with one of our errors; nothing else is ever thrown. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../../../core/errors.js";
import { Random } from "../../../../core/random.js";
import { readCaseTable } from "../../../../models/trend/table/read-table.js";
import { bytesOf, type Form, layouts, type Totals } from "./forms.js";

const table: Totals = {
  names: ["Côte d'Ivoire", "Korea, South", "Peru"],
  firstDay: 18_290,
  totals: [5, 7, 11].map((step) => Array.from({ length: 20 }, (_, day) => step * day * day)),
};

const forms: Form[] = layouts.flatMap((layout) => [
  { layout, delimiter: ",", dates: "us2", newline: "\r\n", encoding: "utf-8 bom", quotes: false },
  { layout, delimiter: ";", dates: "european", newline: "\n", encoding: "latin1", quotes: true },
  { layout, delimiter: "\t", dates: "named", newline: "\n", encoding: "utf-16le bom", quotes: false },
  { layout, delimiter: ",", dates: "iso", newline: "\n", encoding: "utf-8", quotes: true },
]);

/** Some bytes replaced, a piece cut out, or a piece put in twice. */
function damage(bytes: Uint8Array, random: Random): Uint8Array {
  const from = random.integer(bytes.length);
  const to = Math.min(bytes.length, from + 1 + random.integer(20));
  const kind = random.integer(4);
  if (kind === 0) return Uint8Array.from([...bytes.subarray(0, from), ...bytes.subarray(to)]);
  if (kind === 1) return Uint8Array.from([...bytes.subarray(0, to), ...bytes.subarray(from)]);
  const damaged = Uint8Array.from(bytes);
  // Also signs that mean something in a table, which a random byte seldom is.
  const signs = [...new TextEncoder().encode(',;\t"\n\r.-/0123456789eE ')];
  const times = 1 + random.integer(8);
  for (let i = 0; i < times; i++) {
    damaged[random.integer(bytes.length)] =
      kind === 2 ? random.integer(256) : (signs[random.integer(signs.length)] ?? 0);
  }
  return damaged;
}

describe("a damaged file", () => {
  test.each(forms)("$layout, $encoding, dates $dates", (form) => {
    const whole = bytesOf(table, form);
    const random = Random.seeded(1, JSON.stringify(form));
    let refused = 0;
    for (let i = 0; i < 250; i++) {
      const damaged = damage(whole, random);
      const options = { gaps: random.integer(2) === 0 ? "carry" : "refuse" } as const;
      try {
        const { series, days, findings } = readCaseTable(damaged, "cases.csv", options);
        expect(days).toBeGreaterThan(0);
        expect(findings.countries.map(({ name }) => name)).toEqual(series.map(({ name }) => name));
        for (const { increments } of series) {
          expect(increments.length).toBe(days);
          expect(increments.every(Number.isFinite)).toBe(true);
        }
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        expect(error.message).toMatch(/^cases\.csv/);
        refused += 1;
      }
    }
    // Most damage can be seen: a digit for another one cannot.
    expect(refused).toBeGreaterThan(50);
  });

  test.each([
    "",
    "\n",
    ",",
    '"',
    "date",
    "date,country",
    "a\nb",
    "date,\n2020-01-01,",
    ";;;\n;;;",
    "\ufeff",
    "sep=;\n",
    "sep=;\na;b",
  ])("%j is refused", (text) => {
    expect(() => readCaseTable(new TextEncoder().encode(text), "cases.csv")).toThrow(InputError);
  });
});
