/** The fields of a row of a series, and where in a window each field of the model lies. */
import { UsageError } from "../../../core/errors.js";
import type { Field } from "../dataset.js";

/** A field of the model in a window. */
export interface WindowField {
  readonly field: Field;
  /** The same field as a row has it: a series' channels, or the field itself. */
  readonly ofRow: Field;
  /** Rows of the window from its first one: the field's first row, and how many it takes. */
  readonly from: number;
  readonly length: number;
}

/** A window: its fields, and all rows from the first to the last that one of them needs. */
export interface WindowShape {
  readonly fields: readonly WindowField[];
  readonly span: number;
}

/**
 * The shape of the windows of a model: input series side by side, ending at the same row. Other inputs are that last
 * row's; outputs are those of `horizon` rows later, and output series begin there.
 *
 * @throws UsageError when there is no series among the inputs, or a picture.
 */
export function windowShape(fields: readonly Field[], horizon: number): WindowShape {
  const lengths = fields
    .filter(({ kind, role }) => kind === "series" && role === "input")
    .map(({ shape }) => shape[0] ?? 0);
  const length = Math.max(0, ...lengths);
  if (length === 0) {
    throw new UsageError("windows need a series among the inputs", {
      where: { field: "inputs" },
      next: "Declare one: series({ length: 128, channels: 6 }); or read the rows with csv(…).",
    });
  }
  if (!(Number.isInteger(horizon) && horizon >= 0)) {
    throw new UsageError(`a horizon is a whole number of rows, not ${horizon}`, { where: { field: "horizon" } });
  }
  const placed = fields.map((field): WindowField => {
    if (field.kind === "picture") {
      throw new UsageError(`"${field.name}" is a picture, which rows of a series do not hold`, {
        where: { field: field.name },
      });
    }
    const isSeries = field.kind === "series";
    const ofRow = isSeries ? { ...field, kind: "number" as const, shape: field.shape.slice(1) } : field;
    const own = isSeries ? (field.shape[0] ?? 0) : 1;
    if (field.role === "input") return { field, ofRow, from: length - own, length: own };
    return { field, ofRow, from: length - 1 + horizon, length: own };
  });
  return { fields: placed, span: Math.max(...placed.map(({ from, length: own }) => from + own)) };
}
