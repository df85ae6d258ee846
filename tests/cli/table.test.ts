import picocolors from "picocolors";
import { describe, expect, it } from "vitest";
import { metricLines } from "../../cli/metrics.js";
import { pairs, table } from "../../cli/table.js";

const colours = picocolors.createColors(false);

describe("table", () => {
  it("sets numbers to the right and text to the left; what is missing stands with its column", () => {
    const rows = [
      ["France", 1234567],
      ["Fiji", 12],
      ["Peru", null],
    ] as const;
    expect(table(["country", "cases"], rows, colours).split("\n")).toEqual([
      "country      cases",
      "France   1,234,567",
      "Fiji            12",
      "Peru             –",
    ]);
  });

  it("shows headings when there are no rows", () => {
    expect(table(["a", "b"], [], colours)).toBe("a  b");
  });

  it("cuts a long cell, but not in the last column", () => {
    const long = "x".repeat(100);
    const [, row = ""] = table(["a", "b"], [[long, long]], colours).split("\n");
    expect(row).toBe(`${"x".repeat(47)}…  ${long}`);
  });

  it("lets no text from a file drive the terminal", () => {
    expect(table(["name"], [["\u001b[31mred\u001b[0m a\u0007b\rc"]], colours)).toBe("name\nred a b c");
  });
});

it("pairs aligns values", () => {
  expect(
    pairs(
      [
        ["Run", "runs/x"],
        ["Address", "http://…"],
      ],
      colours,
    ),
  ).toBe("Run      runs/x\nAddress  http://…");
});

it("metricLines gathers figures by their split", () => {
  const metrics = { "test.accuracy": 0.645, "validation.accuracy": 0.66, "test.majority": 0.516 };
  expect(metricLines(metrics, colours)).toEqual([
    "  test        accuracy 0.645, majority 0.516",
    "  validation  accuracy 0.66",
  ]);
  expect(metricLines(metrics, colours, 40)).toEqual([
    "  test        accuracy 0.645, majority",
    "              0.516",
    "  validation  accuracy 0.66",
  ]);
});
