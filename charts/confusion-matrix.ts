/** What was said against what happened: counts, shares of each row, and the sums that show how uneven the classes are. */
import { shortNumber } from "./axes.js";
import { type Area, type Drawing, type FigureOptions, figure } from "./figure.js";
import { colourOf, inkOn, shareScale } from "./scales.js";
import { element, group, type Markup } from "./svg.js";
import { shorten, sizes, text } from "./text.js";

/** A confusion matrix of two or more classes. */
export interface ConfusionMatrixOptions extends FigureOptions {
  /** Names in the order of the classes. */
  readonly classes: readonly string[];
  /** Rows by [what happened][what was said]. */
  readonly counts: readonly (readonly number[])[];
  /** What the rows are: "it was". */
  readonly truthLabel?: string;
  /** What the columns are: "the model said". */
  readonly answerLabel?: string;
}

/** Width of the row names. */
const NAMES = 130;
const SUMS = 86;

/**
 * Draws the matrix as an SVG document.
 *
 * @throws RangeError when the counts are no square of the classes.
 */
export function confusionMatrix(options: ConfusionMatrixOptions): string {
  const { classes, counts } = options;
  if (counts.length !== classes.length || counts.some((row) => row.length !== classes.length)) {
    throw new RangeError(`the counts are no square of ${classes.length} classes`);
  }
  const cell = classes.length === 2 ? 132 : 92;
  const width = options.width ?? 40 + NAMES + cell * classes.length + SUMS;
  return figure(options, describe(options), width, (area) => draw(options, cell, area));
}

function draw(options: ConfusionMatrixOptions, cell: number, area: Area): Drawing {
  const { classes, counts, truthLabel = "what happened", answerLabel = "what was said" } = options;
  const height = Math.round(cell * 0.66);
  const left = area.x + NAMES;
  const top = area.y + 44;
  const right = left + cell * classes.length;
  const bottom = top + height * classes.length;
  const total = sum(counts.flat());
  const columnSums = classes.map((_, k) => sum(counts.map((row) => row[k] ?? 0)));
  const middle = (index: number): number => left + (index + 0.5) * cell;
  return {
    height: bottom - area.y + 42,
    markup: group(
      text(answerLabel, (left + right) / 2, area.y + 14, { anchor: "middle", role: "muted" }),
      text(truthLabel, area.x, area.y + 36, { role: "muted" }),
      ...classes.map((name, k) =>
        text(shorten(name, cell - 8, sizes.label, true), middle(k), area.y + 36, { anchor: "middle", bold: true }),
      ),
      ...counts.flatMap((row, i) => {
        const y = top + i * height;
        const rowSum = sum(row);
        return [
          text(shorten(classes[i] ?? "", NAMES - 12, sizes.label, true), left - 10, y + height / 2 + 4, {
            anchor: "end",
            bold: true,
          }),
          ...row.map((count, k) => cellOf(count, rowSum, left + k * cell, y, cell, height, i === k)),
          sumOf(rowSum, total, right + SUMS / 2 + 4, y + height / 2),
        ];
      }),
      ...columnSums.map((columnSum, k) => sumOf(columnSum, total, middle(k), bottom + 20)),
      text("all", right + SUMS / 2 + 4, area.y + 36, { anchor: "middle", role: "muted" }),
      text("all", left - 10, bottom + 20, { anchor: "end", role: "muted" }),
    ),
  };
}

function cellOf(
  count: number,
  rowSum: number,
  x: number,
  y: number,
  width: number,
  height: number,
  right: boolean,
): Markup {
  const share = rowSum === 0 ? 0 : count / rowSum;
  const fill = colourOf(shareScale, share);
  const centre = x + width / 2;
  const style = { anchor: "middle", fill: inkOn(fill) } as const;
  return group(
    element("rect", { x: x + 1, y: y + 1, width: width - 2, height: height - 2, fill }),
    // The diagonal is framed: what is right must be seen without colour.
    right
      ? element("rect", { class: "k-ink-line", x: x + 2.5, y: y + 2.5, width: width - 5, height: height - 5 })
      : group(),
    text(rowSum === 0 ? "–" : `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`, centre, y + height / 2, {
      ...style,
      size: 17,
      bold: true,
    }),
    text(thousands(count), centre, y + height / 2 + 18, { ...style, size: sizes.tick }),
  );
}

function sumOf(count: number, total: number, x: number, y: number): Markup {
  return group(
    text(thousands(count), x, y, { anchor: "middle", role: "muted" }),
    text(total === 0 ? "" : `${((count / total) * 100).toFixed(0)} %`, x, y + 15, {
      anchor: "middle",
      role: "muted",
      size: 11,
    }),
  );
}

function thousands(count: number): string {
  return Number.isInteger(count) ? count.toLocaleString("en-GB") : shortNumber(count);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function describe({ classes, counts }: ConfusionMatrixOptions): string {
  const rows = classes.map((name, i) => {
    const row = counts[i] ?? [];
    const said = classes.map((other, k) => `${row[k]} called ${other}`).join(", ");
    return `Of ${sum(row)} that were ${name}: ${said}.`;
  });
  return `Confusion matrix. ${rows.join(" ")}`;
}
