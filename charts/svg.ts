/** SVG as text. Every piece of a chart is made here, so that nothing of a name or a note is ever read as markup. */

/** Markup that is safe to put into an SVG document: only the functions of this file make it. */
export type Markup = string & { readonly markup: unique symbol };

/** Values of attributes; `undefined` leaves the attribute out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One element with its children, one after the other. */
export function element(name: string, attributes: Attributes, ...children: readonly Markup[]): Markup {
  const written = Object.entries(attributes)
    .map(([key, value]) => (value === undefined ? "" : ` ${key}="${attributeValue(value)}"`))
    .join("");
  const inner = children.join("");
  return (inner === "" ? `<${name}${written}/>` : `<${name}${written}>${inner}</${name}>`) as Markup;
}

/** Several pieces as one. */
export function group(...pieces: readonly Markup[]): Markup {
  return pieces.join("") as Markup;
}

/** Text between tags. */
export function characters(text: string): Markup {
  return escapeText(text) as Markup;
}

/** Style rules; only for text that this folder wrote itself. */
export function styleSheet(rules: string): Markup {
  return element("style", {}, rules as Markup);
}

/**
 * Text with everything escaped that means something in XML, and without the characters that XML 1.0 does not allow at
 * all: a control character in a name must not make a picture that cannot be opened.
 */
function escapeText(text: string): string {
  return text
    .replace(NOT_XML, "\ufffd")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/'/g, "&#39;");
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be found.
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/** A coordinate with two decimals at most: a hundredth of a pixel is not seen, and files stay small. */
export function coordinate(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no coordinate`);
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}

function attributeValue(value: string | number): string {
  return typeof value === "number" ? coordinate(value) : escapeText(value);
}
