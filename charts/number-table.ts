/** Rows of numbers with their column's names, as a picture: what is neither a curve nor a picture. */
import { type Area, type Drawing, type FigureOptions, figure } from "./figure.js";
import { element, group } from "./svg.js";
import { shorten, sizes, text, widthOf } from "./text.js";

/** A table; cells are written as they are given. */
export interface NumberTableOptions extends FigureOptions {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What a screen reader says. */
  readonly description: string;
}

const ROW = 19;
const GAP = 22;
const WIDEST_NAME = 150;

/** Draws the table as an SVG document. */
export function numberTable(options: NumberTableOptions): string {
  const widths = options.columns.map((name, column) =>
    Math.max(
      Math.min(WIDEST_NAME, widthOf(name, sizes.note, true)),
      ...options.rows.map((row) => widthOf(row[column] ?? "", sizes.note)),
    ),
  );
  const width = widths.reduce((sum, one) => sum + one + GAP, 0);
  return figure(options, options.description, Math.max(options.width ?? 480, width + 2 * GAP), (area) =>
    draw(options, widths, area),
  );
}

function draw({ columns, rows }: NumberTableOptions, widths: readonly number[], area: Area): Drawing {
  let right = area.x - GAP;
  const edges = widths.map((width) => {
    right += width + GAP;
    return right;
  });
  const cells = [columns, ...rows].flatMap((row, i) =>
    row.map((cell, column) => {
      const head = i === 0;
      const shown = head ? shorten(cell, WIDEST_NAME, sizes.note, true) : cell;
      const style = { size: sizes.note, anchor: "end", bold: head } as const;
      return text(shown, edges[column] ?? area.x, area.y + i * ROW + 13, style);
    }),
  );
  const under = area.y + ROW - 1;
  return {
    markup: group(element("line", { class: "k-axis-line", x1: area.x, y1: under, x2: right, y2: under }), ...cells),
    height: (rows.length + 1) * ROW,
  };
}
