/** The map's document in the page: cut to the land, with marks on places, and questions about where things are. */
import type { Spot } from "./hover-card.js";

/** Room around the land, in the picture's units, for strokes and dots at its edge. */
const ROOM = 5;

/**
 * Shows the land alone, as wide as the frame: title, legend and notes of the document are the page's own here, in sizes
 * that can be read on a phone. The document's tooltips go, since the page has a card.
 */
export function cropToLand(host: HTMLElement, label: string): void {
  const svg = host.querySelector("svg");
  if (svg === null) return;
  for (const title of svg.querySelectorAll("[data-iso] > title")) title.remove();
  for (const aside of svg.querySelectorAll("svg > text, svg > rect")) aside.remove();
  const groups = [...svg.querySelectorAll<SVGGElement>("svg > g")];
  const boxes = groups.map((group) => group.getBBox()).filter(({ width }) => width > 0);
  if (boxes.length === 0) return;
  const left = Math.min(...boxes.map(({ x }) => x)) - ROOM;
  const top = Math.min(...boxes.map(({ y }) => y)) - ROOM;
  const right = Math.max(...boxes.map(({ x, width }) => x + width)) + ROOM;
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + ROOM;
  svg.setAttribute("viewBox", `${left} ${top} ${right - left} ${bottom - top}`);
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  const described = svg.querySelector("desc")?.id;
  svg.removeAttribute("aria-labelledby");
  svg.setAttribute("aria-label", label);
  if (described !== undefined) svg.setAttribute("aria-describedby", described);
  svg.querySelector("title")?.remove();
}

/** Draws the outlines of the chosen place and of the one that is pointed at over all others. */
export function markPlaces(
  host: HTMLElement,
  marks: { readonly chosen: string | null; readonly pointed: string | null },
): void {
  const svg = host.querySelector("svg");
  if (svg === null) return;
  for (const old of svg.querySelectorAll(".trend-mark")) old.remove();
  for (const [kind, iso] of Object.entries(marks)) {
    if (iso === null) continue;
    for (const place of placesOf(host, iso)) {
      const outline = place.cloneNode(false) as Element;
      outline.removeAttribute("data-iso");
      outline.removeAttribute("fill");
      outline.setAttribute("class", `trend-mark trend-mark-${kind}`);
      svg.append(outline);
    }
  }
}

/** The place under a pointer, and where in the frame the pointer is. */
export function placeAt(host: HTMLElement, { clientX, clientY, target }: MouseEvent): Spot | null {
  const iso = target instanceof Element ? target.closest("[data-iso]")?.getAttribute("data-iso") : undefined;
  return iso === undefined || iso === null ? null : spotIn(host, iso, clientX, clientY);
}

/** The middle of a place; null where the map has none of that code. */
export function spotOf(host: HTMLElement, iso: string): Spot | null {
  // A dot comes after its land, and lies where the country is seen.
  const box = placesOf(host, iso).at(-1)?.getBoundingClientRect();
  return box === undefined ? null : spotIn(host, iso, box.x + box.width / 2, box.y + box.height / 2);
}

function placesOf(host: HTMLElement, iso: string): Element[] {
  return [...host.querySelectorAll(`[data-iso="${CSS.escape(iso)}"]`)];
}

function spotIn(host: HTMLElement, iso: string, x: number, y: number): Spot {
  const frame = host.getBoundingClientRect();
  return { iso, x: (x - frame.x) / frame.width, y: (y - frame.y) / frame.height };
}
