/**
 * What any published graph can be asked by its contract alone: one row, a field for each input, an answer for each output.
 * It serves versions whose model the project does not list, and models that bring no operations of their own.
 */
import { z } from "zod";
import { type Contract, fixedBatch } from "../contract.js";
import { FailedError } from "../errors.js";
import type { Manifest } from "../manifest.js";
import { type Operation, type Operations, operation } from "../operation.js";
import { sliceRows, type Tensors } from "../tensor.js";
import { type AnswerField, answerFields } from "./answer-fields.js";
import { exampleRequest } from "./example.js";
import { type InputField, inputFields } from "./input-fields.js";

/** Name of the operation that asks a bundle's main graph. */
export const PREDICT = "predict";

/**
 * The operations of a bundle: `predict` for its main graph, `predict_<graph>` for each of the others.
 *
 * @param manifests by graph name, the main graph first.
 */
export function predictOperations(manifests: Readonly<Record<string, Manifest>>): Operations {
  const contracts = Object.values(manifests).map(({ contract }) => contract);
  return Object.fromEntries(
    contracts.map((contract, i) => [i === 0 ? PREDICT : `${PREDICT}_${contract.name}`, predictOperation(contract)]),
  );
}

function predictOperation(contract: Contract): Operation {
  const fields = inputFields(contract);
  const answers = answerFields(contract);
  return operation({
    summary: `Ask ${contract.title}`,
    description: contract.description,
    request: z.strictObject(Object.fromEntries(fields.map(({ name, schema }) => [name, schema]))),
    response: z.strictObject(Object.fromEntries(answers.map(({ name, schema }) => [name, schema]))),
    example: exampleRequest(contract, fields),
    async run(request, context) {
      const feeds = await feedsOf(contract, fields, request, context);
      const outputs = await context.infer(contract.name, feeds);
      return { json: await answerOf(answers, outputs, context) };
    },
  });
}

type Context = Parameters<Operation["run"]>[1];

async function feedsOf(
  contract: Contract,
  fields: readonly InputField[],
  request: Readonly<Record<string, unknown>>,
  context: Context,
): Promise<Tensors> {
  // A graph that takes, say, four rows and no other number is given the same one four times.
  const rows = fixedBatch(contract) ?? 1;
  const feeds: Record<string, Tensors[string]> = {};
  for (const field of fields) feeds[field.name] = await field.tensor(request[field.name], rows, context);
  return feeds;
}

async function answerOf(answers: readonly AnswerField[], outputs: Tensors, context: Context) {
  const answer: Record<string, Awaited<ReturnType<AnswerField["answer"]>>> = {};
  for (const field of answers) {
    const tensor = outputs[field.name];
    if (tensor === undefined) throw new FailedError(`the graph gave no output "${field.name}"`);
    answer[field.name] = await field.answer(sliceRows(tensor, 0, 1), context);
  }
  return answer;
}
