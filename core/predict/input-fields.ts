/** The fields of a request: what a person sends for each input of a graph, and how it becomes a tensor of rows. */
import { z } from "zod";
import type { Contract, InputSpec } from "../contract.js";
import { InputError } from "../errors.js";
import type { OperationContext } from "../operation.js";
import { sizeOf, type Tensor, tensorOf } from "../tensor.js";
import { pictureField } from "./picture-field.js";
import { flatten, nestedSchema } from "./rows.js";

/** One field. */
export interface InputField {
  readonly name: string;
  /** What may be sent for one row. */
  readonly schema: z.ZodType;
  /** True when it takes a picture. */
  readonly isPicture: boolean;
  /** @throws InputError naming the place of what cannot be read. */
  tensor(value: unknown, rows: number, context: OperationContext): Promise<Tensor>;
}

/** The fields of a contract's inputs, in its order. */
export function inputFields(contract: Contract): InputField[] {
  return contract.inputs.map((spec) => pictureField(spec) ?? valuesField(spec));
}

/** Numbers, names of categories, or true and false: one, or nested arrays of the row's shape. */
function valuesField(spec: InputSpec): InputField {
  const { name, type } = spec;
  return {
    name,
    isPicture: false,
    schema: nestedSchema(spec, elementSchema(spec)).describe(`${spec.description} (${spec.unit})`),
    async tensor(value, rows) {
      const { values, dims } = flatten(spec, value);
      const row = values.map((one) => elementOf(spec, one));
      const all = Array.from({ length: rows }, () => row).flat();
      if (sizeOf(dims) !== row.length) {
        throw new InputError(`the rows of "${name}" differ in length`, { where: { field: `/${name}` } });
      }
      return tensorOf(type, [rows, ...dims], all, `/${name}`);
    },
  };
}

function elementSchema({ type, kind, range }: InputSpec): z.ZodType {
  if (kind.kind === "category") return z.enum(kind.names);
  if (type === "bool") return z.boolean();
  const whole = type.startsWith("int") || type === "uint8";
  const number = whole ? z.int() : z.number();
  return range === undefined ? number : number.min(range.minimum).max(range.maximum);
}

function elementOf({ name, kind }: InputSpec, value: unknown): number {
  if (kind.kind === "category") return kind.names.indexOf(String(value));
  if (typeof value === "number" || typeof value === "boolean") return Number(value);
  throw new InputError(`"${name}" holds something that is not a number`, { where: { field: `/${name}` } });
}
