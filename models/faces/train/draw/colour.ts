/** Colours of the drawing: sRGB bytes, mixed linearly in sRGB, which is how a painter's glaze reads at this size. */

/** Red, green and blue, 0..255. */
export type Colour = readonly [number, number, number];

/** White, the colour of light in the drawing. */
export const WHITE: Colour = [255, 255, 255];

/** The cool dark that shadows lean to; pure black would look dirty beside pastel colours. */
export const INK: Colour = [38, 28, 58];

/** A colour from `#rrggbb`. */
export function hex(text: string): Colour {
  const value = Number.parseInt(text.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** `amount` of `to` laid over `from`: 0 gives `from`, 1 gives `to`. */
export function mix(from: Colour, to: Colour, amount: number): Colour {
  const channel = (i: 0 | 1 | 2) => Math.round(from[i] + (to[i] - from[i]) * amount);
  return [channel(0), channel(1), channel(2)];
}

/** The colour as SVG writes it. */
export function css([r, g, b]: Colour): string {
  return `#${((r << 16) | (g << 8) | b).toString(16).padStart(6, "0")}`;
}

/** Two colours multiplied, as one glaze over another: white changes nothing. */
export function multiply(colour: Colour, glaze: Colour): Colour {
  return [0, 1, 2].map((i) => Math.round(((colour[i] as number) * (glaze[i] as number)) / 255)) as unknown as Colour;
}
