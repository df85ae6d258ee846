/** HTML written by hand: everything variable goes through `escapeHtml`. */

/** Text for use in HTML, in and between tags. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A table; cells are texts. The first column names its row; columns of numbers are set to the right. */
export function table(caption: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const numbers = columns.map((_, i) => i > 0 && rows.length > 0 && rows.every((row) => isNumber(row[i] ?? "")));
  const side = (i: number): string => (numbers[i] ? ' class="number"' : "");
  const head = columns.map((name, i) => `<th scope="col"${side(i)}>${escapeHtml(name)}</th>`).join("");
  const body = rows.map((row) => {
    const [first = "", ...rest] = row;
    const cells = rest.map((cell, i) => `<td${side(i + 1)}>${escapeHtml(cell)}</td>`).join("");
    return `<tr><th scope="row">${escapeHtml(first)}</th>${cells}</tr>`;
  });
  // Wide tables scroll by themselves, and a part that scrolls must be reachable by keyboard.
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(caption)}"><table><caption>${escapeHtml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
}

/** A part of the page with its heading. */
export function section(id: string, title: string, ...content: readonly string[]): string {
  const inner = content.filter((part) => part !== "").join("\n");
  return inner === "" ? "" : `<section id="${escapeHtml(id)}"><h2>${escapeHtml(title)}</h2>\n${inner}\n</section>`;
}

/** A list of sentences. */
export function sentences(lines: readonly string[]): string {
  return lines.length === 0 ? "" : `<ul>${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join("")}</ul>`;
}

/** A number with four digits that tell. */
export function shown(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return String(value);
  return Math.abs(value) >= 1e5 || (value !== 0 && Math.abs(value) < 1e-3)
    ? value.toExponential(3)
    : String(Number(value.toPrecision(4)));
}

function isNumber(text: string): boolean {
  return text === "" || text === "–" || /^[−-]?[\d.,]+(e[+-]?\d+)?( %)?$/i.test(text);
}
