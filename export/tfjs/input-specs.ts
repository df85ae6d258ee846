/** The inputs that a model is recorded with: open lengths are the batch, or chosen. */
import { UsageError } from "../../core/errors.js";
import type { InputSpec } from "../../trace/batch.js";
import type { DeclaredInput } from "./convertible.js";

/** Lengths that somebody chose for an input by its name. */
export type ChosenShapes = Readonly<Record<string, InputSpec["shape"]>>;

/**
 * What each input is recorded with.
 *
 * @throws UsageError for a length that is open and not the batch, and for a chosen shape that does not fit.
 */
export function inputSpecs(inputs: readonly DeclaredInput[], chosen: ChosenShapes): InputSpec[] {
  const unknown = Object.keys(chosen).find((name) => !inputs.some((input) => input.name === name));
  if (unknown !== undefined) {
    throw new UsageError(`the model has no input ${JSON.stringify(unknown)}`, {
      where: { field: "--shape" },
      next: `Its inputs are ${inputs.map(({ name }) => name).join(", ")}.`,
    });
  }
  return inputs.map(({ name, dtype, shape }) => ({ name, dtype, shape: lengths(name, shape, chosen[name]) }));
}

function lengths(
  name: string,
  declared: readonly (number | null)[],
  chosen: InputSpec["shape"] | undefined,
): InputSpec["shape"] {
  if (chosen !== undefined) {
    const fits =
      chosen.length === declared.length &&
      chosen.every((length, axis) => declared[axis] === null || declared[axis] === length);
    if (fits) return chosen;
    throw new UsageError(
      `the shape ${chosen.join(",")} does not fit the input ${JSON.stringify(name)}, [${text(declared)}]`,
      {
        where: { field: "--shape" },
      },
    );
  }
  const open = declared.findIndex((length, axis) => length === null && axis > 0);
  if (open > 0) {
    const example = declared.map((length, axis) => length ?? (axis === 0 ? "batch" : 128));
    throw new UsageError(
      `the input ${JSON.stringify(name)} leaves the length of axis ${open} open ([${text(declared)}]), and only the batch may be`,
      { next: `Choose one: --shape ${name}=${example.join(",")}` },
    );
  }
  return declared.map((length) => length ?? "batch");
}

function text(shape: readonly (number | null)[]): string {
  return shape.map((length) => length ?? "?").join(", ");
}
