/** Text: how wide it will be, where it breaks, how it is written. No page is at hand to measure it. */
import { type Attributes, characters, element, type Markup } from "./svg.js";
import type { Role } from "./theme.js";

/** Advance widths of the characters from space to tilde, in hundredths of the font size (Source Sans 3, regular). */
const WIDTHS = [
  20, 29, 43, 50, 50, 82, 61, 25, 30, 30, 42, 50, 25, 31, 25, 35, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 25, 25, 50,
  50, 50, 43, 85, 54, 59, 57, 62, 53, 49, 62, 65, 26, 48, 58, 49, 73, 65, 66, 57, 66, 57, 53, 54, 65, 52, 79, 51, 48,
  54, 30, 35, 30, 50, 50, 54, 50, 55, 46, 56, 50, 29, 50, 54, 25, 25, 50, 26, 83, 55, 54, 56, 56, 35, 42, 34, 54, 47,
  72, 45, 47, 43, 30, 24, 30, 50,
] as const;
/** Other fonts that a reader may see instead are wider. */
const MARGIN = 1.14;
const WIDE_SCRIPTS = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/;

/** Sizes of text, in pixels. */
export const sizes = { title: 18, subtitle: 13.5, label: 13, tick: 12, note: 12 } as const;

/** How a text is set. */
export interface TextStyle {
  readonly size?: number;
  readonly role?: Role;
  readonly anchor?: "start" | "middle" | "end";
  readonly bold?: boolean;
  /** Degrees, clockwise, around the text's own place. */
  readonly rotate?: number;
  /** A colour that is no role: text on a coloured cell. */
  readonly fill?: string;
}

/** One line of text; `y` is its base line. */
export function text(content: string, x: number, y: number, style: TextStyle = {}): Markup {
  const { size = sizes.label, role = "ink", anchor, bold = false, rotate, fill } = style;
  const attributes: Attributes = {
    class: fill === undefined ? `k-${role}` : undefined,
    fill,
    x,
    y,
    "font-size": size,
    "font-weight": bold ? 600 : undefined,
    "text-anchor": anchor === "start" ? undefined : anchor,
    transform: rotate === undefined ? undefined : `rotate(${rotate} ${Math.round(x)} ${Math.round(y)})`,
  };
  return element("text", attributes, characters(content));
}

/** About how wide a line will be, in pixels: rather too much than too little. */
export function widthOf(content: string, size: number = sizes.label, bold = false): number {
  let hundredths = 0;
  for (const character of content) {
    const known = WIDTHS[(character.codePointAt(0) ?? 0) - 32];
    hundredths += known ?? (WIDE_SCRIPTS.test(character) ? 100 : 56);
  }
  return (hundredths / 100) * size * MARGIN * (bold ? 1.05 : 1);
}

/** Breaks a text at spaces into lines of at most `width` pixels; a word that is wider has a line of its own. */
export function wrap(content: string, width: number, size: number = sizes.label, bold = false): string[] {
  const lines: string[] = [];
  for (const word of content.split(/\s+/).filter((part) => part !== "")) {
    const line = lines.at(-1);
    const longer = line === undefined ? word : `${line} ${word}`;
    if (line !== undefined && widthOf(longer, size, bold) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** The text, cut with an ellipsis where it is wider than `width` pixels. */
export function shorten(content: string, width: number, size: number = sizes.label, bold = false): string {
  if (widthOf(content, size, bold) <= width) return content;
  const kept = [...content];
  while (kept.length > 1 && widthOf(`${kept.join("")}…`, size, bold) > width) kept.pop();
  return `${kept.join("").trimEnd()}…`;
}
