/** Which columns fill a field, as a model's file says it. */
import { InputError, UsageError } from "../../../core/errors.js";
import { nearest } from "../../../core/nearest.js";
import { sizeOf } from "../../../core/tensor.js";
import type { Field } from "../dataset.js";
import { isNamed } from "../rows/row-layout.js";
import type { DateOrder } from "./dates.js";

/** A column of dates: see `date`. */
export interface DateColumn {
  readonly kind: "date";
  readonly column: string;
  readonly order?: DateOrder | undefined;
}

/** One column; one for each number of the field's shape, in row-major order; or a column of dates. */
export type ColumnSpec = string | readonly string[] | DateColumn;

/**
 * A column of dates, as days since 1970-01-01: a number like any other. `2024-05-31`, with a time of day behind it or not, is
 * always read; `31.5.2024`, `31/5/2024` and `5/31/2024` when the column leaves no doubt, or the order is given.
 *
 * @example
 * ```ts
 * csv("sales.csv", { day: date("sold on", "day-month-year"), price: "price" });
 * ```
 */
export function date(column: string, order?: DateOrder): DateColumn {
  return { kind: "date", column, order };
}

/** A column that is wanted. */
export interface WantedColumn {
  readonly name: string;
  /** Null for a column that only divides the rows. */
  readonly field: Field | null;
  readonly isDate: boolean;
  readonly order?: DateOrder | undefined;
}

/**
 * The columns of fields, in their order.
 *
 * @throws UsageError when a field has no column, or not as many as it has numbers.
 */
export function wantedColumns(
  fields: readonly Field[],
  columns: Readonly<Record<string, ColumnSpec>>,
  divided: string | undefined,
): WantedColumn[] {
  const wanted = fields.flatMap((field): WantedColumn[] => {
    const spec = columns[field.name];
    if (spec === undefined) {
      throw new UsageError(`no column is named for "${field.name}"`, {
        where: { field: "data" },
        next: `Add it to the columns: { ${field.name}: "name of the column" }.`,
      });
    }
    const isDate = typeof spec === "object" && "kind" in spec;
    const names = isDate ? [spec.column] : typeof spec === "string" ? [spec] : spec;
    const size = sizeOf(field.shape);
    if (names.length !== size) {
      throw new UsageError(
        `"${field.name}" holds ${size} ${size === 1 ? "value" : "values"} a row, and ${names.length} ${names.length === 1 ? "column is" : "columns are"} named`,
        {
          where: { field: "data" },
          next: `Its shape is [${field.shape.join(", ")}]: name a column for each value, or correct the shape.`,
        },
      );
    }
    if (isDate && isNamed(field)) {
      throw new UsageError(`"${field.name}" holds names, and its column dates`, {
        where: { field: "data" },
        next: "Declare it as number(), or name the column without date(…).",
      });
    }
    return names.map((name) => ({ name, field, isDate, order: isDate ? spec.order : undefined }));
  });
  return divided === undefined ? wanted : [...wanted, { name: divided, field: null, isDate: false }];
}

/**
 * The place of each wanted column in a header.
 *
 * @throws InputError for one that is not there, with the nearest that is, or that is there twice.
 */
export function placesOf(wanted: readonly WantedColumn[], header: readonly string[], file: string): Int32Array {
  return Int32Array.from(wanted, ({ name, field }) => {
    const place = header.indexOf(name);
    if (place === -1) {
      const guess = nearest(name, header);
      const shown = header
        .slice(0, 20)
        .map((column) => `"${column}"`)
        .join(", ");
      throw new InputError(
        `there is no column "${name}"${field === null ? " to divide the rows by" : ` for "${field.name}"`}`,
        {
          where: { file },
          next: `${guess === undefined ? "" : `Did you mean "${guess}"? `}Columns are ${shown}${header.length > 20 ? ` and ${header.length - 20} more` : ""}.`,
        },
      );
    }
    if (header.indexOf(name, place + 1) === -1) return place;
    throw new InputError(`there are two columns "${name}"`, {
      where: { file },
      next: "Give each column a name of its own.",
    });
  });
}
