/** Writing SVG: numbers, paths and gradients. The text depends on nothing but its arguments, to the byte. */
import { type Colour, css } from "./colour.js";

/** A number with at most two decimals: the drawing has 256 units a side, and engines agree on this many digits. */
export function num(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

/** A path from commands and numbers: path`M ${x} ${y} L 3 4`. */
export function path(texts: TemplateStringsArray, ...values: readonly number[]): string {
  return texts.reduce((text, part, i) => text + num(values[i - 1] as number) + part).replaceAll(/\s+/g, " ");
}

/** One stop of a gradient: offset 0..1, colour, opacity. */
export type Stop = readonly [offset: number, colour: Colour, opacity?: number];

/** A linear gradient in the drawing's own units. */
export function linear(
  id: string,
  [x1, y1, x2, y2]: readonly [number, number, number, number],
  stops: readonly Stop[],
): string {
  const ends = `x1="${num(x1)}" y1="${num(y1)}" x2="${num(x2)}" y2="${num(y2)}"`;
  return `<linearGradient id="${id}" gradientUnits="userSpaceOnUse" ${ends}>${stops.map(stop).join("")}</linearGradient>`;
}

/** A radial gradient that fills the bounding box of what it paints. */
export function radial(id: string, stops: readonly Stop[]): string {
  return `<radialGradient id="${id}">${stops.map(stop).join("")}</radialGradient>`;
}

/** A filled shape, outlined when a line colour is given. */
export function shape(d: string, fill: string, line?: Colour, width = 3.6, opacity = 1): string {
  const outline =
    line === undefined ? "" : ` stroke="${css(line)}" stroke-width="${num(width)}" stroke-linejoin="round"`;
  const faint = opacity === 1 ? "" : ` opacity="${num(opacity)}"`;
  return `<path d="${d}" fill="${fill}"${outline}${faint}/>`;
}

/** A line that is not filled. */
export function stroke(d: string, colour: Colour, width: number, opacity = 1): string {
  const faint = opacity === 1 ? "" : ` opacity="${num(opacity)}"`;
  return `<path d="${d}" fill="none" stroke="${css(colour)}" stroke-width="${num(width)}" stroke-linecap="round" stroke-linejoin="round"${faint}/>`;
}

/** An ellipse. */
export function ellipse(cx: number, cy: number, rx: number, ry: number, fill: string, opacity = 1): string {
  const faint = opacity === 1 ? "" : ` opacity="${num(opacity)}"`;
  return `<ellipse cx="${num(cx)}" cy="${num(cy)}" rx="${num(rx)}" ry="${num(ry)}" fill="${fill}"${faint}/>`;
}

/** A group, moved by an SVG transform. */
export function group(transform: string, content: string): string {
  return `<g transform="${transform}">${content}</g>`;
}

function stop([offset, colour, opacity = 1]: Stop): string {
  const faint = opacity === 1 ? "" : ` stop-opacity="${num(opacity)}"`;
  return `<stop offset="${num(offset)}" stop-color="${css(colour)}"${faint}/>`;
}
