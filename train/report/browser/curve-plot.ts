/** One interactive chart: a cursor with values, zoom by dragging, logarithm, smoothing; all of it by keyboard too. */
import type { ChartData } from "./data.js";
import { type Scale, scaleOf, shown } from "./scale.js";
import { smoothed } from "./smooth.js";

type Points = readonly (readonly [number, number])[];

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 300;
const EDGE = { left: 58, right: 12, top: 12, bottom: 32 } as const;

/** Takes the place of the still picture in `figure`, which holds controls by `data-control`. */
export class CurvePlot {
  readonly #data: ChartData;
  readonly #svg = document.createElementNS(SVG, "svg");
  readonly #readout = document.createElement("output");
  readonly #whole: readonly [number, number];
  #shown: readonly [number, number];
  #log = false;
  #smoothing = 0;
  #cursor: number | null = null;
  #dragFrom: number | null = null;
  #x: Scale = scaleOf(0, 1, 0, 1);

  constructor(figure: HTMLElement, data: ChartData) {
    this.#data = data;
    const steps = data.curves.flatMap(({ points }) => points.map(([step]) => step));
    this.#whole = [Math.min(...steps), Math.max(...steps)];
    this.#shown = this.#whole;
    const still = figure.querySelector(".still");
    this.#svg.setAttribute("role", "img");
    this.#svg.setAttribute("tabindex", "0");
    this.#svg.setAttribute("aria-label", `${figure.querySelector("figcaption")?.textContent ?? data.figure}. ${KEYS}`);
    this.#readout.className = "readout";
    still?.replaceWith(this.#svg, this.#readout);
    this.#connect(figure);
    new ResizeObserver(() => this.#draw()).observe(figure);
    this.#draw();
  }

  #connect(figure: HTMLElement): void {
    const control = <T extends Element>(name: string) => figure.querySelector<T>(`[data-control="${name}"]`);
    const log = control<HTMLInputElement>("log");
    if (log !== null) {
      log.disabled = !this.#data.curves.some(({ points }) => points.some(([, value]) => value > 0));
      log.addEventListener("change", () => this.#set(() => (this.#log = log.checked)));
    }
    const smoothing = control<HTMLInputElement>("smoothing");
    smoothing?.addEventListener("input", () => this.#set(() => (this.#smoothing = Number(smoothing.value))));
    control("reset")?.addEventListener("click", () => this.#set(() => (this.#shown = this.#whole)));
    this.#svg.addEventListener("pointermove", (event) => this.#set(() => (this.#cursor = this.#stepAt(event))));
    this.#svg.addEventListener("pointerleave", () => this.#set(() => (this.#cursor = null)));
    this.#svg.addEventListener("pointerdown", (event) => {
      this.#dragFrom = this.#stepAt(event);
      this.#svg.setPointerCapture(event.pointerId);
    });
    this.#svg.addEventListener("pointerup", (event) => this.#zoomTo(this.#stepAt(event)));
    this.#svg.addEventListener("dblclick", () => this.#set(() => (this.#shown = this.#whole)));
    this.#svg.addEventListener("keydown", (event) => this.#key(event));
  }

  #set(change: () => void): void {
    change();
    this.#draw();
  }

  #stepAt(event: PointerEvent): number {
    const place = event.clientX - this.#svg.getBoundingClientRect().left;
    return Math.min(this.#x.high, Math.max(this.#x.low, this.#x.value(place)));
  }

  #zoomTo(step: number): void {
    const from = this.#dragFrom;
    this.#dragFrom = null;
    const [low, high] = [Math.min(from ?? step, step), Math.max(from ?? step, step)];
    // A click is no wish to see nothing.
    if (high - low > (this.#x.high - this.#x.low) * 0.02) this.#shown = [low, high];
    this.#draw();
  }

  #key(event: KeyboardEvent): void {
    const [low, high] = this.#shown;
    const step = (high - low) / 50;
    const cursor = this.#cursor ?? (low + high) / 2;
    const moves: Record<string, () => void> = {
      ArrowLeft: () => (this.#cursor = Math.max(low, cursor - step)),
      ArrowRight: () => (this.#cursor = Math.min(high, cursor + step)),
      "+": () => (this.#shown = [cursor - (cursor - low) / 2, cursor + (high - cursor) / 2]),
      "-": () =>
        (this.#shown = [
          Math.max(this.#whole[0], cursor - (cursor - low) * 2),
          Math.min(this.#whole[1], cursor + (high - cursor) * 2),
        ]),
      "0": () => (this.#shown = this.#whole),
      Escape: () => (this.#cursor = null),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    this.#set(move);
  }

  #draw(): void {
    const width = Math.max(240, this.#svg.parentElement?.clientWidth ?? 640);
    const lines = this.#lines();
    const values = lines.flatMap(({ points }) => points.map(([, value]) => value));
    const [low, high] = padded(Math.min(...values), Math.max(...values), this.#log);
    this.#x = scaleOf(this.#shown[0], this.#shown[1], EDGE.left, width - EDGE.right);
    const y = scaleOf(low, high, HEIGHT - EDGE.bottom, EDGE.top, this.#log);
    this.#svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    this.#svg.setAttribute("width", String(width));
    this.#svg.setAttribute("height", String(HEIGHT));
    this.#svg.replaceChildren(
      ...this.#axes(y, width),
      ...this.#least(y, width),
      ...lines.map((one) => path(one, this.#x, y)),
    );
    this.#drawCursor(lines, y);
  }

  /** The curves as they are shown: smoothed, cut to the zoomed range, without what a logarithm has no place for. */
  #lines(): { name: string; run: number; part: string; points: Points }[] {
    return this.#data.curves.map(({ points, ...rest }) => ({
      ...rest,
      points: smoothed(points, rest.part === "spread" ? this.#smoothing : 0).filter(
        ([x, value]) => x >= this.#shown[0] && x <= this.#shown[1] && (!this.#log || value > 0),
      ),
    }));
  }

  #axes(y: Scale, width: number): SVGElement[] {
    const across = y.ticks.flatMap((tick) => [
      node("line", { class: "grid", x1: EDGE.left, x2: width - EDGE.right, y1: y.place(tick), y2: y.place(tick) }),
      label(shown(tick), EDGE.left - 8, y.place(tick) + 4, "end"),
    ]);
    const down = this.#x.ticks.map((tick) => label(shown(tick), this.#x.place(tick), HEIGHT - 12, "middle"));
    return [...across, ...down];
  }

  #least(y: Scale, width: number): SVGElement[] {
    const { least } = this.#data;
    if (least === null || least.value < y.low || least.value > y.high) return [];
    const place = y.place(least.value);
    return [
      node("line", { class: "least", x1: EDGE.left, x2: width - EDGE.right, y1: place, y2: place }),
      label(`least: ${shown(least.value)}`, width - EDGE.right, place - 5, "end"),
    ];
  }

  #drawCursor(lines: readonly { name: string; points: Points }[], y: Scale): void {
    if (this.#cursor === null) {
      this.#readout.textContent = "";
      return;
    }
    const cursor = this.#cursor;
    const place = this.#x.place(cursor);
    const from = this.#dragFrom;
    if (from !== null) {
      const edges = [this.#x.place(from), place].sort((a, b) => a - b) as [number, number];
      const box = { x: edges[0], width: edges[1] - edges[0], y: EDGE.top, height: HEIGHT - EDGE.top - EDGE.bottom };
      this.#svg.append(node("rect", { class: "selection", ...box }));
    }
    this.#svg.append(node("line", { class: "cursor", x1: place, x2: place, y1: EDGE.top, y2: HEIGHT - EDGE.bottom }));
    const told = lines.flatMap(({ name, points }) => {
      const near = nearest(points, cursor);
      if (near === null) return [];
      this.#svg.append(node("circle", { class: "dot", cx: this.#x.place(near[0]), cy: y.place(near[1]), r: 3 }));
      return [`${name} ${shown(near[1])}`];
    });
    this.#readout.textContent = `step ${Math.round(cursor)}: ${told.join(" · ")}`;
  }
}

const KEYS = "Arrow keys move a cursor that reads values, plus and minus zoom, 0 shows all.";

/** A little room above and below; in logarithm as a factor. */
function padded(low: number, high: number, log: boolean): [number, number] {
  if (!Number.isFinite(low)) return log ? [1, 10] : [0, 1];
  if (log) return [low / 1.1, high * 1.1];
  const room = (high - low || Math.abs(high) || 1) * 0.05;
  return [low - room, high + room];
}

function nearest(points: Points, x: number): readonly [number, number] | null {
  let best: readonly [number, number] | null = null;
  for (const point of points) if (best === null || Math.abs(point[0] - x) < Math.abs(best[0] - x)) best = point;
  return best;
}

function path({ run, part, points }: { run: number; part: string; points: Points }, x: Scale, y: Scale): SVGElement {
  const places = points.map(([step, value]) => `${x.place(step).toFixed(1)},${y.place(value).toFixed(1)}`);
  return node("path", { class: `curve ${part} run${run % 7}`, d: places.length === 0 ? "" : `M${places.join("L")}` });
}

function label(text: string, x: number, y: number, anchor: string): SVGElement {
  const element = node("text", { x, y, "text-anchor": anchor });
  element.textContent = text;
  return element;
}

function node(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
