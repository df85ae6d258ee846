/** Where results come from: the data that the model was published with, or the visitor's own table. */

import type { OpenModel } from "kilnjs/page";
import { type Classified, classifyWindows, publishedResults } from "../classified.js";
import { type SeriesWindow, type TrendContext, trendManifest, windowOf } from "../classify-series.js";
import { readLatest } from "../latest.js";
import type { AtlasDetail } from "../resources/atlas.js";
import type { DatedResults } from "../resources/latest-results.js";
import type { Curve } from "./table-worker/messages.js";
import type { TableWorker } from "./table-worker/table-worker.js";

/** Results, and what can be asked about them. */
export interface Source {
  readonly answer: Classified;
  /** True for the visitor's own table: all of its days are known, not the last window alone. */
  readonly own: boolean;
  /** The world map of the results, as an SVG document. */
  map(theme: "light" | "dark" | "auto", detail: AtlasDetail): Promise<string>;
  /** The days that are known of a country of the results. */
  curve(name: string): Promise<Curve>;
}

/** What the model's own code asks an open model through. */
export function contextOf(model: OpenModel, signal: AbortSignal, lane?: string): TrendContext {
  const options = lane === undefined ? { signal } : { signal, lane };
  return { manifests: model.manifests, signal, infer: (graph, feeds) => model.infer(graph, feeds, options) };
}

/** The model's window, in days. */
export function daysOf(model: OpenModel): number {
  return windowOf(trendManifest(model.manifests).contract);
}

/**
 * The latest results of the published data.
 *
 * @throws NotFoundError when the version was published without them.
 */
export async function publishedSource(model: OpenModel): Promise<Source> {
  const read = await model.read("countries", {});
  // The resource's own answer: `resources/countries.ts` gives its schema.
  const answer = publishedResults(("json" in read ? read.json : null) as unknown as DatedResults);
  let windows: ReadonlyMap<string, SeriesWindow> | undefined;
  return {
    answer,
    own: false,
    async map(theme, detail) {
      const drawn = await model.read("map.svg", { theme, detail });
      return "svg" in drawn ? drawn.svg : "";
    },
    async curve(name) {
      windows ??= new Map(readLatest(trendManifest(model.manifests)).map((window) => [window.name, window]));
      return curveOf(windows.get(name));
    },
  };
}

/**
 * Results of the table that its worker keeps.
 *
 * @throws InputError when no country has enough days.
 */
export async function tableSource(model: OpenModel, worker: TableWorker, signal: AbortSignal): Promise<Source> {
  const { table } = worker;
  const windows = await worker.ask("windows", { days: daysOf(model) });
  const answer = await classifyWindows(contextOf(model, signal), windows);
  return {
    answer,
    own: true,
    map: (theme, detail) => worker.ask("map", { answer, theme, detail }),
    async curve(name) {
      if (worker.table !== table) throw new DOMException("another table is being read", "AbortError");
      return worker.ask("curve", { name });
    },
  };
}

function curveOf(window: SeriesWindow | undefined): Curve {
  if (window === undefined) return { firstDay: 0, increments: new Float32Array(0), from: 0, to: 0 };
  const { increments, end } = window;
  return { firstDay: end - increments.length + 1, increments, from: 0, to: increments.length };
}
