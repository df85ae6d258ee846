/** Colours of data that have an order: from light to dark, so that grey print keeps it; of two directions, from the middle on. */

/** Ranges of values, each with a colour: `colours.length` is `edges.length - 1`. */
export interface ClassScale {
  /** Ascending; a value belongs to the class whose lower edge it reaches; the last edge belongs to the last class. */
  readonly edges: readonly number[];
  /** sRGB as #rrggbb. */
  readonly colours: readonly string[];
}

/**
 * Probability of an increase: diverging, from dark blue through sand ("about even") to dark red. The surer an answer is, the
 * darker it is, in both directions alike (L* 33, 59, 82, 91, 81, 56, 31); blue and orange are told apart with any kind of
 * colour vision.
 */
export const probabilityScale: ClassScale = {
  edges: [0, 0.1, 0.3, 0.45, 0.55, 0.7, 0.9, 1],
  colours: ["#1b4f8f", "#5a93c9", "#b3d1ea", "#e9e4d8", "#f5bd8a", "#d9662c", "#8e1f12"],
};

/** What has data, and no answer: a grey that is on no scale. */
export const NO_ANSWER = "#9fa6b0";

/**
 * Correlation: a light grey where there is next to none, pale blues below, cream to dark red above. In grey print light
 * means "not together" and dark "together". The edge at 0.55 is the one that selections look at.
 */
export const correlationScale: ClassScale = {
  edges: [-1, -0.5, -0.3, -0.15, 0.15, 0.3, 0.45, 0.55, 0.7, 0.85, 1],
  colours: [
    "#a9defc",
    "#c6e9fb",
    "#dcf0f8",
    "#e6e4de",
    "#ecd399",
    "#e9b25c",
    "#e27d29",
    "#c04815",
    "#8e221d",
    "#551018",
  ],
};

/** A share from 0 to 1, from almost white to dark blue. */
export const shareScale: ClassScale = {
  edges: [0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1],
  colours: ["#eff6fd", "#c6e2fb", "#98caf5", "#66abe5", "#3b89ca", "#1d66a7", "#10427b"],
};

/**
 * The class of a value; values outside of the scale belong to its first or last class.
 *
 * @throws RangeError when the edges and colours of the scale do not fit together.
 */
export function classOf({ edges, colours }: ClassScale, value: number): number {
  if (colours.length === 0 || edges.length !== colours.length + 1) {
    throw new RangeError(
      `${edges.length} edges do not enclose ${colours.length} colours: give one edge more than colours`,
    );
  }
  let index = 0;
  while (index < colours.length - 1 && value >= (edges[index + 1] as number)) index++;
  return index;
}

/**
 * The colour of a value.
 *
 * @throws RangeError when the edges and colours of the scale do not fit together.
 */
export function colourOf(scale: ClassScale, value: number): string {
  return scale.colours[classOf(scale, value)] as string;
}

/** Black or white, whichever is read better on a colour (WCAG's relative luminance). */
export function inkOn(colour: string): string {
  const channels = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.22 ? "#1a2029" : "#ffffff";
}
