/** Faces in rows and columns with words around them, as SVG: what is printed, shown and kept. */
import { type Drawing, element, figure, group, type Markup, shorten, sizes, text, widthOf } from "kilnjs/charts";
import { FACE_SIZE } from "./face-size.js";

/** Pixels of the PNG for one unit of the SVG: words are sharp, and a face may be enlarged by an odd number. */
export const DENSITY = 2;

/** A row of faces. */
export interface SheetRow {
  /** A name; a row that has none may still have details. */
  readonly label?: string;
  readonly details?: readonly string[];
  /** Data URLs of pictures of 64 by 64. */
  readonly faces: readonly string[];
  /** Lines under each group of columns. */
  readonly captions?: readonly (readonly string[])[];
}

/** See the head of the file. */
export interface Sheet {
  readonly title: string;
  readonly subtitle: string;
  readonly notes: readonly string[];
  readonly stamp?: string;
  /** What a screen reader says about the faces. */
  readonly description: string;
  /** Columns that belong together: [2, 2] are two pairs. */
  readonly groups: readonly number[];
  /** One above each column. */
  readonly headings?: readonly string[];
  readonly rows: readonly SheetRow[];
  /** Pixels of the PNG for one pixel of a face. */
  readonly scale: number;
}

/** Between two faces, between two groups, and below a row with captions; units of the SVG. */
const gaps = { face: 4, group: 24, row: 18 } as const;
const LINE = 16;
/** Between the words of the sheet and the faces. */
const AIR = 6;
/** Captions must be readable under the smallest faces. */
const NARROWEST_CAPTION = 120;
/** Titles must not break after every word. */
const NARROWEST_SHEET = 420;
/** Space that `figure` leaves on both sides. */
const MARGINS = 40;

/** A heading for so many standard deviations: +1.5, 0, −3, with a true minus. */
export function sigmas(value: number): string {
  const size = String(Number(Math.abs(value).toFixed(2)));
  if (size === "0") return "0";
  return `${value < 0 ? "−" : "+"}${size}`;
}

/** The whole sheet as an SVG document. */
export function sheetSvg(sheet: Sheet): string {
  const plan = planOf(sheet);
  const { title, subtitle, notes, stamp, description } = sheet;
  return figure(
    { title, subtitle, notes, theme: "light", ...(stamp === undefined ? {} : { stamp }) },
    description,
    Math.max(plan.width, NARROWEST_SHEET) + MARGINS,
    ({ x, y }) => draw(sheet, plan, x, y),
  );
}

interface Plan {
  /** Side of a face. */
  readonly cell: number;
  /** Left edge and width of each column, from the left edge of the drawing. */
  readonly columns: readonly { readonly x: number; readonly width: number }[];
  readonly groups: readonly { readonly x: number; readonly width: number }[];
  readonly width: number;
}

function planOf({ headings = [], groups, rows, scale }: Sheet): Plan {
  const cell = (FACE_SIZE * scale) / DENSITY;
  const widestHeading = Math.max(0, ...headings.map((heading) => widthOf(heading, sizes.tick)));
  const pitch = 2 * Math.ceil(Math.max(cell, widestHeading + 4) / 2);
  const captions = rows.some((row) => row.captions !== undefined);
  let x = labelWidth(rows);
  const columns: { x: number; width: number }[] = [];
  const places = groups.map((count) => {
    const start = x;
    for (let i = 0; i < count; i++) columns.push({ x: start + i * (pitch + gaps.face), width: pitch });
    const width = Math.max(count * (pitch + gaps.face) - gaps.face, captions ? NARROWEST_CAPTION : 0);
    x = start + width + gaps.group;
    return { x: start, width };
  });
  return { cell, columns, groups: places, width: x - gaps.group };
}

/** Room for the words left of the rows; 0 when there are none. */
function labelWidth(rows: readonly SheetRow[]): number {
  const words = rows.flatMap(wordsOf);
  const widest = Math.max(
    0,
    ...words.map(({ content, bold }) => widthOf(content, bold ? sizes.label : sizes.note, bold)),
  );
  return widest === 0 ? 0 : Math.ceil(widest) + 10;
}

/** The lines left of a row. */
function wordsOf({ label: name, details = [] }: SheetRow): { readonly content: string; readonly bold: boolean }[] {
  const lines = details.map((content) => ({ content, bold: false }));
  return name === undefined ? lines : [{ content: name, bold: true }, ...lines];
}

function draw({ headings, rows }: Sheet, plan: Plan, left: number, top: number): Drawing {
  const pieces: Markup[] = [];
  let y = top + AIR;
  if (headings !== undefined) {
    y += LINE;
    for (const [i, { x, width }] of plan.columns.entries()) {
      const style = { size: sizes.tick, role: "muted", anchor: "middle" } as const;
      pieces.push(text(headings[i] ?? "", left + x + width / 2, y - 6, style));
    }
  }
  for (const row of rows) {
    const height = Math.max(plan.cell, wordsOf(row).length * LINE);
    pieces.push(
      ...faces(row, plan, left, y),
      ...label(row, left, y + height / 2),
      ...captions(row, plan, left, y + height),
    );
    const lines = Math.max(0, ...(row.captions ?? []).map((group) => group.length));
    y += height + (lines === 0 ? gaps.face : lines * LINE + gaps.row);
  }
  return { markup: group(...pieces), height: y - top + AIR };
}

function faces(row: SheetRow, { cell, columns }: Plan, left: number, top: number): Markup[] {
  return row.faces.map((href, i) => {
    const { x = 0, width = cell } = columns[i] ?? {};
    const place = { x: left + x + (width - cell) / 2, y: top, width: cell, height: cell };
    // Enlarged by a whole number, each pixel a square: nothing is drawn that the model did not.
    return element("image", { ...place, "image-rendering": "pixelated", href });
  });
}

function label(row: SheetRow, x: number, middle: number): Markup[] {
  const words = wordsOf(row);
  const first = middle - (words.length * LINE) / 2 + 12;
  return words.map(({ content, bold }, i) =>
    text(content, x, first + i * LINE, bold ? { bold } : { size: sizes.note, role: "muted" }),
  );
}

/** The first line of a caption is a name, the others are about it. */
function captions(row: SheetRow, { groups }: Plan, left: number, top: number): Markup[] {
  return (row.captions ?? []).flatMap((lines, place) => {
    const { x = 0, width = 0 } = groups[place] ?? {};
    return lines.map((line, i) => {
      const size = i === 0 ? sizes.label : sizes.note;
      return text(shorten(line, width, size), left + x, top + (i + 1) * LINE, {
        size,
        role: i === 0 ? "ink" : "muted",
      });
    });
  });
}
