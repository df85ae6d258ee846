/** What every picture has around its drawing: title, stamp, notes, a text for those who do not see it, a background. */
import { characters, coordinate, element, group, type Markup, styleSheet } from "./svg.js";
import { sizes, text, widthOf, wrap } from "./text.js";
import { styleRules, type Theme } from "./theme.js";

/** What every chart can be given. */
export interface FigureOptions {
  readonly title: string;
  readonly subtitle?: string;
  /** Sentences under the drawing: sources, what the figures are worth. */
  readonly notes?: readonly string[];
  /** A word that must be seen, in a box beside the title: "Simulated". */
  readonly stamp?: string;
  readonly theme?: Theme;
  /** Width in pixels; the height follows from what is drawn. */
  readonly width?: number;
  /** Begins the ids in the picture; needed only where two pictures of one page have the same title and description. */
  readonly id?: string;
}

/** Where a drawing has its place. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Begins every id of the drawing, so that pictures in one page do not meet. */
  readonly id: string;
}

/** A drawing and how high it became. */
export interface Drawing {
  readonly height: number;
  readonly markup: Markup;
}

/** Space around everything. */
const MARGIN = 20;

/**
 * A whole SVG document.
 *
 * @param description what the picture shows, in sentences: what a screen reader reads out.
 * @param wanted width in pixels; up to three more are taken.
 * @param draw draws into the space between title and notes.
 */
export function figure(
  options: FigureOptions,
  description: string,
  wanted: number,
  draw: (area: Area) => Drawing,
): string {
  const { theme = "auto", notes = [], subtitle = "" } = options;
  // Multiples of four: a picture made half as large again ends on a whole pixel too.
  const width = 4 * Math.ceil(wanted / 4);
  const id = options.id ?? `k${hash(`${options.title}\n${subtitle}\n${description}`)}`;
  const inner = width - 2 * MARGIN;
  const header = headerOf(options, inner);
  const drawing = draw({ x: MARGIN, y: header.height, width: inner, id });
  const footer = linesOf(
    notes.flatMap((note) => wrap(note, inner, sizes.note)),
    header.height + drawing.height + 14,
  );
  const height = 4 * Math.ceil((header.height + drawing.height + footer.height + MARGIN) / 4);
  const stamped = options.stamp === undefined ? "" : `${options.stamp}. `;
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: `kiln-${theme}`,
      width,
      height,
      viewBox: `0 0 ${coordinate(width)} ${coordinate(height)}`,
      role: "img",
      "aria-labelledby": `${id}-title ${id}-desc`,
    },
    element("title", { id: `${id}-title` }, characters(`${stamped}${options.title}`)),
    element("desc", { id: `${id}-desc` }, characters([subtitle, description, ...notes].filter(Boolean).join(" "))),
    styleSheet(styleRules(theme)),
    element("rect", { class: "k-paper", width, height }),
    header.markup,
    drawing.markup,
    footer.markup,
  );
}

function headerOf({ title, subtitle, stamp }: FigureOptions, width: number): Drawing {
  const stampWidth = stamp === undefined ? 0 : widthOf(stamp.toUpperCase(), 13, true) + 26;
  const titles = wrap(title, width - (stampWidth === 0 ? 0 : stampWidth + 16), sizes.title, true);
  const subtitles = subtitle === undefined ? [] : wrap(subtitle, width, sizes.subtitle);
  let y = MARGIN - 4;
  const pieces: Markup[] = [];
  if (stamp !== undefined) pieces.push(stampOf(stamp, MARGIN + width - stampWidth, y, stampWidth));
  for (const line of titles) {
    y += 23;
    pieces.push(text(line, MARGIN, y - 4, { size: sizes.title, bold: true }));
  }
  if (stamp !== undefined) y = Math.max(y, MARGIN + 24);
  for (const line of subtitles) {
    y += 18;
    pieces.push(text(line, MARGIN, y - 2, { size: sizes.subtitle, role: "muted" }));
  }
  return { markup: group(...pieces), height: y + 12 };
}

function stampOf(stamp: string, x: number, y: number, width: number): Markup {
  const box = { x: x + 1, y: y + 1, width: width - 2, height: 26, rx: 4 };
  return group(
    element("rect", { class: "k-stamp-paper", ...box }),
    element("rect", { class: "k-stamp-line", ...box, "stroke-width": 2 }),
    text(stamp.toUpperCase(), x + width / 2, y + 18.5, { size: 13, bold: true, role: "stamp", anchor: "middle" }),
  );
}

function linesOf(lines: readonly string[], top: number): Drawing {
  const markup = lines.map((line, i) => text(line, MARGIN, top + 4 + i * 16, { size: sizes.note, role: "muted" }));
  return { markup: group(...markup), height: lines.length === 0 ? 0 : 6 + lines.length * 16 };
}

/** FNV-1a, in base 36: short, and the same for the same picture. */
function hash(content: string): string {
  let value = 0x811c9dc5;
  for (let i = 0; i < content.length; i++) value = Math.imul(value ^ content.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(36);
}
