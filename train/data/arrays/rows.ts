/** Rows that a program has or makes: arrays, and iterables of any length. */

import { InputError, UsageError } from "../../../core/errors.js";
import { sizeOf } from "../../../core/tensor.js";
import type { Field, Reader } from "../dataset.js";
import { openRows, type RowOptions } from "../rows/open-rows.js";
import type { RawRows, RowSource, SourceColumn } from "../rows/row-source.js";
import { dividingColumn, type SplitSpec, splitOf } from "../table/split-of.js";

/** What a field of a row may hold: a number or name, or numbers in arrays of the field's shape, nested or not. */
export type RowValue =
  | number
  | bigint
  | string
  | boolean
  | Date
  | null
  | undefined
  | ArrayLike<number>
  | readonly RowValue[];

/** One row, by field. */
export type Row<Keys extends string> = Readonly<Record<Keys, RowValue>>;

/** How rows are taken and divided. */
export interface RowsOptions extends Omit<RowOptions, "split"> {
  /** At random, each class in the same shares, when left out; `column` is a key of the rows. */
  readonly split?: SplitSpec;
  /** What the data are called in the report; "rows of the program" when left out. */
  readonly name?: string;
}

/** Rows that are encoded at a time. */
const TOGETHER = 1000;

/**
 * Rows of an iterable or async iterable, such as a generator that reads a database. Each is read once and kept as numbers, in
 * memory or in a file, so that there may be any number of them.
 *
 * @param source is called at every start and resume, and has to give the same rows in the same order each time; `signal` is
 * aborted when the training is stopped.
 * @param keys the fields that each row holds.
 * @example
 * ```ts
 * rows(async function* () {
 *   for await (const { area, rent } of database.query("select area, rent from flats")) yield { area, rent };
 * }, ["area", "rent"]);
 * ```
 */
export function rows<const Keys extends string>(
  source: (context: { readonly signal: AbortSignal | undefined }) => Iterable<Row<Keys>> | AsyncIterable<Row<Keys>>,
  keys: readonly Keys[],
  options: RowsOptions = {},
): Reader<Keys> {
  return {
    kind: "reader",
    keys,
    reads: null,
    async open(fields, context) {
      const split = splitOf(options.split, context.split);
      const divided = dividingColumn(split);
      const read = () => source({ signal: context.signal });
      const opened = rowsSource(options.name ?? "rows of the program", fields, divided, read);
      return await openRows(opened, fields, { ...options, split }, context);
    },
  };
}

/**
 * Columns that are in memory: for each field an array with a value for each row, or one typed array of all of them, row
 * after row.
 *
 * @example
 * ```ts
 * arrays({ image: pixels, digit: labels }); // pixels: Uint8Array of rows * 28 * 28; labels: string[]
 * ```
 */
export function arrays<const Keys extends string>(
  columns: Readonly<Record<Keys, ArrayLike<RowValue>>>,
  options: RowsOptions = {},
): Reader<Keys> {
  const keys = Object.keys(columns) as Keys[];
  return {
    kind: "reader",
    keys,
    reads: null,
    async open(fields, context) {
      const split = splitOf(options.split, context.split);
      const divided = dividingColumn(split);
      const values = fields.map((field) => columnOf(field, columns[field.name as Keys]));
      const divider = divided === undefined ? undefined : columns[divided as Keys];
      const count = rowsOf(fields, values);
      function* read(): Generator<Record<string, RowValue>> {
        for (let row = 0; row < count; row++) {
          const made: Record<string, RowValue> = {};
          for (const [i, { name }] of fields.entries()) made[name] = values[i]?.at(row);
          if (divided !== undefined) made[divided] ??= divider?.[row];
          yield made;
        }
      }
      const source = rowsSource(options.name ?? "arrays of the program", fields, divided, read);
      return await openRows(source, fields, { ...options, split }, context);
    },
  };
}

/** A column of a field: so many rows, and the value of one. */
interface ArrayColumn {
  readonly rows: number;
  at(row: number): RowValue;
}

function columnOf(field: Field, column: ArrayLike<RowValue> | undefined): ArrayColumn {
  if (column === undefined) {
    throw new UsageError(`there is no array for "${field.name}"`, {
      where: { field: "data" },
      next: "Add one with its name.",
    });
  }
  const size = sizeOf(field.shape);
  if (!ArrayBuffer.isView(column) || size === 1) return { rows: column.length, at: (row) => column[row] };
  if (column.length % size !== 0) {
    throw new InputError(`${column.length} numbers are no whole rows of ${size}`, { where: { field: field.name } });
  }
  const numbers = column as unknown as Float32Array;
  return { rows: column.length / size, at: (row) => numbers.subarray(row * size, (row + 1) * size) };
}

function rowsOf(fields: readonly Field[], columns: readonly ArrayColumn[]): number {
  const count = columns[0]?.rows ?? 0;
  const other = columns.findIndex(({ rows }) => rows !== count);
  if (other === -1) return count;
  throw new InputError(`"${fields[0]?.name}" has ${count} rows, and "${fields[other]?.name}" ${columns[other]?.rows}`, {
    where: { field: "data" },
    next: "Give as many values of each.",
  });
}

function rowsSource(
  name: string,
  fields: readonly Field[],
  divided: string | undefined,
  read: () => Iterable<Readonly<Record<string, RowValue>>> | AsyncIterable<Readonly<Record<string, RowValue>>>,
): RowSource {
  const columns = fields.flatMap((field): SourceColumn[] =>
    Array.from({ length: sizeOf(field.shape) }, (_, i) => ({
      name: sizeOf(field.shape) === 1 ? field.name : `${field.name}[${i}]`,
      // Days and hours come as `Date`; as text they are written as ISO 8601 has it.
    })),
  );
  return {
    name,
    files: [],
    columns: divided === undefined ? columns : [...columns, { name: divided, date: "year-month-day" }],
    async *read() {
      let batch: unknown[][] = [];
      let first = 1;
      const flush = (): RawRows => {
        const [made, from] = [batch, first];
        first += made.length;
        batch = [];
        return { file: 0, rows: made, numberOf: (index) => from + index };
      };
      for await (const row of read()) {
        batch.push(flatRow(row, fields, divided, first + batch.length));
        if (batch.length === TOGETHER) yield flush();
      }
      if (batch.length > 0) yield flush();
    },
    sha256: () => undefined,
  };
}

function flatRow(
  row: Readonly<Record<string, RowValue>>,
  fields: readonly Field[],
  divided: string | undefined,
  number: number,
): unknown[] {
  const flat: unknown[] = [];
  for (const { name, shape } of fields) {
    const size = sizeOf(shape);
    const before = flat.length;
    flatten(row[name], flat);
    if (flat.length - before === size) continue;
    // A row without a value misses all of them.
    if (flat.length - before === 1 && (row[name] === null || row[name] === undefined)) {
      for (let i = 1; i < size; i++) flat.push(undefined);
      continue;
    }
    throw new InputError(
      `"${name}" holds ${flat.length - before} values, and its shape [${shape.join(", ")}] ${size}`,
      {
        where: { row: number, field: name },
        next: "Give all rows in the shape that the model's file declares.",
      },
    );
  }
  if (divided !== undefined) {
    const value = row[divided];
    flat.push(
      typeof value === "number" || value instanceof Date
        ? Number(value instanceof Date ? value.getTime() / 86_400_000 : value)
        : value,
    );
  }
  return flat;
}

function flatten(value: RowValue, into: unknown[]): void {
  if (typeof value !== "object" || value === null || value instanceof Date) {
    into.push(value);
    return;
  }
  for (let i = 0; i < value.length; i++) flatten(value[i] as RowValue, into);
}
