/** Where rows come from: the form that CSV, Parquet and arrays are brought to. */
import type { DateOrder } from "../table/dates.js";
import type { DecimalMark } from "../table/numbers.js";

/** A column of the source, and what it fills. */
export interface SourceColumn {
  /** As the source calls it. */
  readonly name: string;
  /** Set where the column holds dates. */
  readonly date?: DateOrder | undefined;
  /** What stands before a fraction in text; a point when left out. */
  readonly mark?: DecimalMark | undefined;
}

/** Rows that come together. */
export interface RawRows {
  /** The file, by its number in `files`. */
  readonly file: number;
  /** Values of one row, one for each column: text, or what the source knows them as. */
  readonly rows: readonly ArrayLike<unknown>[];
  /** The row's number in its file, counted from 1 as a spreadsheet does. */
  numberOf(index: number): number;
}

/** An opened source. */
export interface RowSource {
  /** What it is, for the summary: "parcels.csv". */
  readonly name: string;
  /** Names of its files for messages; empty for arrays. */
  readonly files: readonly string[];
  /** In the order of the fields and their components; then those that divide the rows. */
  readonly columns: readonly SourceColumn[];
  /** All rows, once. */
  read(): AsyncIterable<RawRows>;
  /** SHA-256 of what was read, in hexadecimal; undefined where only the rows can tell. Called after `read`. */
  sha256(): string | undefined;
  /** What the source noticed, for a person. Called after `read`. */
  notes?(): readonly string[];
}
