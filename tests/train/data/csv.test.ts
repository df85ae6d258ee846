import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { InputError, UsageError } from "../../../core/errors.js";
import { type CsvOptions, csv } from "../../../train/data/csv/csv.js";
import type { Field } from "../../../train/data/dataset.js";
import { type ColumnSpec, date } from "../../../train/data/table/columns.js";
import { field, openReader, wholePart } from "./read.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-csv-"));
afterAll(() => rmSync(folder, { recursive: true }));

const size = field("size", "number");
const kind = field("kind", "category");
const price = field("price", "number", { role: "output" });
const columns = { size: "size", kind: "kind", price: "price" };

/** Twenty rows that differ, so that nothing but what a test puts in is worth a warning. */
const body = (row: (i: number) => string, rows = 20) => Array.from({ length: rows }, (_, i) => row(i)).join("\n");
const usual = (i: number) => `${i}.5,${"ab"[i % 2]},${(i * 7) % 20}`;

async function open(
  text: string | Uint8Array,
  {
    fields = [size, kind, price],
    named = columns,
    ...options
  }: CsvOptions & { fields?: Field[]; named?: Record<string, ColumnSpec> } = {},
) {
  writeFileSync(join(folder, "t.csv"), text);
  return await openReader(csv("t.csv", named, options), fields, { base: folder });
}

async function refusal(text: string | Uint8Array, options: Parameters<typeof open>[1] = {}): Promise<string> {
  const error = await open(text, options).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
}

describe("a table", () => {
  it("is divided into exact parts whose rows are the file's, raw", async () => {
    const data = await open(`size,kind,price\n${body(usual, 100)}\n`);
    expect(data.parts).toEqual({ training: { rows: 70 }, validation: { rows: 15 }, test: { rows: 15 } });
    const seen = new Map<number, string>();
    for (const part of ["training", "validation", "test"] as const) {
      const { size, kind, price } = await wholePart(data, part);
      for (let i = 0; i < data.parts[part].rows; i++) {
        const row = (size?.data[i] ?? 0) - 0.5;
        seen.set(row, part);
        expect([kind?.data[i], price?.data[i]]).toEqual([row % 2, (row * 7) % 20]);
        expect((await data.describeRow(part, i)).place).toBe(`t.csv, row ${row + 2}`);
      }
    }
    expect(seen.size).toBe(100);
    expect(data.names).toEqual({ kind: ["a", "b"] });
    expect(data.summary.counts).toEqual({ rows: 100, training: 70, validation: 15, test: 15 });
    await data.close();
  });

  it("reads the same with another delimiter, quotes, blank rows, CRLF, a mark and UTF-16", async () => {
    const plain = await wholePart(await open(`size,kind,price\n${body(usual)}\n`), "training");
    const rows = body((i) => usual(i).replaceAll(",", ";"));
    const texts = [
      `\ufeffsize;kind;price\r\n${rows.replaceAll("\n", "\r\n\r\n")}\r\n`,
      `"size"\t"kind"\t"price"\n${rows.replaceAll(";", "\t")}`,
      `size;kind;price\n${rows.replaceAll(".5", ",5")}`,
      Buffer.from(`\ufeffsize,kind,price\n${body(usual)}`, "utf16le"),
    ];
    for (const text of texts) expect(await wholePart(await open(text), "training")).toEqual(plain);
  });

  it("takes several columns as one field, dates as days, and a file without a header", async () => {
    const text = body((i) => `${i},${i + 1},${i + 10}.1.2024,${i % 7}`);
    const data = await open(text, {
      header: false,
      fields: [field("edges", "number", { shape: [2] }), field("day", "number"), price],
      named: { edges: ["1", "2"], day: date("3"), price: "4" },
    });
    const { edges, day } = await wholePart(data, "test");
    expect(edges?.dims).toEqual([3, 2]);
    const first = edges?.data[0] as number;
    expect([edges?.data[1], day?.data[0]]).toEqual([first + 1, Date.UTC(2024, 0, first + 10) / 86_400_000]);
  });

  it("is the same for the same seed and another for another", async () => {
    writeFileSync(join(folder, "t.csv"), `size,kind,price\n${body(usual, 100)}`);
    const rows = async (seed: number) =>
      (await wholePart(await openReader(csv("t.csv", columns), [size, kind, price], { base: folder, seed }), "test"))
        .size?.data;
    expect(await rows(1)).toEqual(await rows(1));
    expect(await rows(1)).not.toEqual(await rows(2));
  });
});

describe("missing values", () => {
  const holes = `size,kind,price\n${body((i) => (i === 3 ? "NA,a,5" : i === 8 ? "8.5,,5" : usual(i)))}`;

  it("leave their rows out, counted, when nothing is said", async () => {
    const data = await open(holes);
    expect(data.summary.counts).toMatchObject({ rows: 20, leftOutMissing: 2 });
    expect(data.findings.notes).toContain('1 rows are left out since "size" is missing.');
  });

  it("are filled from the training part", async () => {
    const data = await open(holes, { missing: { size: "median", kind: "most frequent" } });
    const training = await wholePart(data, "training");
    const sizes = [training, await wholePart(data, "validation"), await wholePart(data, "test")].flatMap(({ size }) => [
      ...(size?.data ?? []),
    ]);
    // Nineteen that the file holds, and one twice: the middle one of those that are learnt from.
    const twice = sizes.filter((value, i) => sizes.indexOf(value) !== i);
    const known = sizes.filter((value, i) => sizes.indexOf(value) === i);
    expect([known.length, twice.length]).toEqual([19, 1]);
    const below = [...(training.size?.data ?? [])].filter((value) => value < (twice[0] ?? 0)).length;
    expect(Math.abs(below - 6)).toBeLessThanOrEqual(1);
    expect(data.summary.counts).toMatchObject({ filled: 2 });
  });

  it("are refused with their place, or filled with what is given", async () => {
    expect(await refusal(holes, { missing: "refuse" })).toContain(
      't.csv, row 5, column size: the value of "size" is missing',
    );
    const data = await open(holes, { missing: { kind: { value: "unknown" }, size: { value: -1 } } });
    expect(data.names).toEqual({ kind: ["a", "b", "unknown"] });
  });

  it("of the answer are never filled", async () => {
    expect(await refusal(holes, { missing: { price: "mean" } })).toContain("it is what is to be told");
  });
});

describe("what cannot be taken is named with its place", () => {
  const cases: [string, string, string[], Parameters<typeof open>[1]?][] = [
    ["an empty file", "", ["t.csv: the file is empty"]],
    ["a header alone", "size,kind,price\n", ["t.csv: there is no row"]],
    ["a column that is not there", "sise,kind,price\n1,a,2", ['no column "size"', 'Did you mean "sise"?']],
    ["a column that is there twice", "size,size,kind,price\n1,1,a,2", ['two columns "size"']],
    [
      "text for a number",
      `size,kind,price\n${body(usual)}\nbig,a,1`,
      ["t.csv, row 22, column size", '"big" is not a number'],
    ],
    ["truth for a number", "size,kind,price\ntrue,a,1", ["as a category"]],
    ["a short row", `size,kind,price\n1,a`, ["t.csv, row 2", "2 cells, and the header 3"]],
    ["a long row", `size,kind,price\n1,a,2,3`, ["4 cells"]],
    ["an open quote", `size,kind,price\n1,"a,2\n3,b,4\n`, ["row 2", "quoted"]],
    ["a decimal comma among points", `size;kind;price\n1.5;a;2\n2,5;b;2`, ["some numbers have a point"]],
    ["numbers that can be two", `size;kind;price\n1.234;a;2\n2.345;b;3`, ["can be a thousand", 'decimal: "point"']],
    [
      "a number out of its range",
      "size,kind,price\n900,a,1",
      ["row 2", 'range of "size", 0 to 300'],
      { fields: [{ ...size, range: { minimum: 0, maximum: 300 } }, kind, price] },
    ],
    [
      "an unknown name",
      `size,kind,price\n1,aa,2`,
      ["row 2, column kind", "Did you mean a?"],
      { fields: [size, { ...kind, names: ["a", "b"] }, price] },
    ],
    ["an infinite number", "size,kind,price\n1e999,a,1", ["too large"]],
    ["two rows", "size,kind,price\n1,a,2\n2,b,3", ["2 rows are too few"]],
    [
      "one class",
      `size,kind,price\n${body((i) => `${i},a,${i}`)}`,
      ["one class only"],
      { fields: [size, { ...kind, kind: "labels", role: "output" }, price] },
    ],
  ];
  it.each(cases)("%s", async (_, text, parts, options) => {
    const message = await refusal(text, options);
    for (const part of parts) expect(message).toContain(part);
  });

  it("bytes that are no UTF-8, and which encoding they may be", async () => {
    const bytes = Buffer.from(`size,kind,price\n${body(usual)}\n1,caf\u00e9,3`, "latin1");
    expect(await refusal(bytes)).toMatch(/not utf-8 from about line[\s\S]*windows-1252/);
    const data = await open(bytes, { encoding: "windows-1252" });
    expect(data.names).toEqual({ kind: ["a", "b", "caf\u00e9"] });
  });

  it("a field without a column, and columns of another number than its shape", async () => {
    await expect(open("a\n1", { named: {} })).rejects.toThrow(UsageError);
    await expect(
      open("a\n1", { fields: [field("size", "number", { shape: [3] })], named: { size: "a" } }),
    ).rejects.toThrow('"size" holds 3 values a row, and 1 column is named');
  });
});

describe("what a person must know", () => {
  it("a constant column, a copy of the answer, a class of one example, a name that only a held-out part has", async () => {
    const text = `flat,same,kind,rare,price\n${body((i) => `4,${i * 2 + 1},${i === 7 ? "b" : "a"},${i < 2 ? i : "usual"},${i}`, 60)}`;
    const data = await open(text, {
      fields: [field("flat", "number"), field("same", "number"), field("rare", "category"), price],
      named: { flat: "flat", same: "same", rare: "rare", price: "price" },
    });
    expect(data.findings.warnings).toContainEqual(expect.stringContaining('"flat" (flat) is 4 in every training row'));
    expect(data.findings.warnings).toContainEqual(
      expect.stringContaining('"same" is the answer "price" under another name'),
    );
    const classes = await open(text, {
      fields: [field("same", "number"), field("kind", "labels", { role: "output" })],
      named: { same: "same", kind: "kind" },
    });
    expect(classes.findings.warnings).toContainEqual(
      expect.stringMatching(/^kind: "b" (has one training row only|is only in)/),
    );
  });

  it("rows of the test that were learnt from, equal and nearly equal", async () => {
    const twins = await open(`size,kind,price\n${body((i) => `${(i >> 1) * 1.37},a,${i}`, 200)}`, {
      fields: [size, price],
      named: { size: "size", price: "price" },
    });
    expect(twins.findings.warnings).toContainEqual(
      expect.stringMatching(/are in the training part too, with equal inputs/),
    );
    const near = await open(`size,kind,price\n${body((i) => `${(i >> 1) * 1.37 + (i % 2) * 1e-4},a,${i}`, 200)}`, {
      fields: [size, price],
      named: { size: "size", price: "price" },
    });
    expect(near.findings.warnings).toContainEqual(expect.stringMatching(/nearly equal a training row/));
    const none = await open(`size,kind,price\n${body((i) => `${i * 37.5},a,${(i * 7) % 200}`, 200)}`, {
      fields: [size, price],
      named: { size: "size", price: "price" },
    });
    expect(none.findings.warnings).toEqual([]);
  });
});
