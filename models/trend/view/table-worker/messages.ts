/** What the page asks the worker that reads tables. */
import type { Classified, TableWindows } from "../../classified.js";
import type { AtlasDetail } from "../../resources/atlas.js";
import type { ReadOptions } from "../../table/options.js";

/** What a table is, before any model is asked about it. */
export interface TableFacts {
  /** The file's name. */
  readonly file: string;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/** Cases a day of one country, as far as the page knows them. */
export interface Curve {
  /** Day number of `increments[0]`. */
  readonly firstDay: number;
  readonly increments: Float64Array | Float32Array;
  /** Increments between the country's first and last value; those outside are filled and say nothing. */
  readonly from: number;
  readonly to: number;
}

/** A world map to draw. */
export interface MapOrder {
  readonly answer: Classified;
  readonly theme: "light" | "dark" | "auto";
  readonly detail: AtlasDetail;
}

/** Questions by their names, each with what is given and what is answered. */
export interface TableQuestions {
  /** Reads a table; the worker keeps it for the questions below. */
  read: { readonly given: { readonly file: File; readonly options: ReadOptions }; readonly answer: TableFacts };
  /** The last window of each country. */
  windows: { readonly given: { readonly days: number }; readonly answer: TableWindows };
  /** All days of one country. */
  curve: { readonly given: { readonly name: string }; readonly answer: Curve };
  /** Draws results as an SVG document. */
  map: { readonly given: MapOrder; readonly answer: string };
}
