/** The fields of an answer: what a person gets for each output of a graph. */
import { z } from "zod";
import { type Contract, type OutputSpec, rowSize } from "../contract.js";
import type { Json } from "../json.js";
import type { OperationContext } from "../operation.js";
import type { Tensor } from "../tensor.js";
import { pictureAnswer } from "./picture-field.js";
import { nestedRow, nestedSchema } from "./rows.js";

/** One field. */
export interface AnswerField {
  readonly name: string;
  readonly schema: z.ZodType;
  /** @param tensor one row. */
  answer(tensor: Tensor, context: OperationContext): Promise<Json>;
}

/** The fields of a contract's outputs, in its order. */
export function answerFields(contract: Contract): AnswerField[] {
  return contract.outputs.map((spec) => pictureAnswer(spec) ?? labelledAnswer(spec) ?? valuesAnswer(spec));
}

/** A number by class name; or the name of the class that an index stands for. */
function labelledAnswer(spec: OutputSpec): AnswerField | undefined {
  const { name, labels, type } = spec;
  if (labels === undefined) return undefined;
  const describe = (schema: z.ZodType) => schema.describe(`${spec.description} (${spec.unit})`);
  const single = rowSize(spec) === 1;
  if (single && (type.startsWith("int") || type === "uint8")) {
    const answer = async ({ data }: Tensor): Promise<Json> => labels[data[0] ?? -1] ?? null;
    return { name, schema: describe(z.enum(labels).nullable()), answer };
  }
  // One number beside two labels is said of the second one.
  const named = single ? labels.slice(-1) : labels;
  return {
    name,
    schema: describe(z.strictObject(Object.fromEntries(named.map((label) => [label, z.number()])))),
    answer: async ({ data }) => Object.fromEntries(named.map((label, i) => [label, data[i] ?? null])),
  };
}

function valuesAnswer(spec: OutputSpec): AnswerField {
  const element = spec.type === "bool" ? z.boolean() : z.number();
  return {
    name: spec.name,
    schema: nestedSchema(spec, element).describe(`${spec.description} (${spec.unit})`),
    answer: async (tensor) => nestedRow(spec, tensor),
  };
}
