/** Any published graph by its contract alone: arrays in, arrays out, no knowledge of the model. */
import type { Contract } from "../core/contract.js";
import { InputError } from "../core/errors.js";
import { goldenInputs } from "../core/golden.js";
import type { JsonObject } from "../core/json.js";
import type { Tensors } from "../core/tensor.js";
import { nestedFromTensor, tensorFromNested } from "./nested.js";
import type { PublishedModel } from "./published-model.js";

/**
 * Runs one graph.
 *
 * @param input the contract's inputs by name, each as nested arrays whose outermost is the batch.
 * @returns the contract's outputs by name, in the same form.
 * @throws InputError naming the field that does not fit the contract.
 */
export async function predictRaw(model: PublishedModel, graph: string, input: unknown): Promise<JsonObject> {
  const contract = model.manifests[graph]?.contract;
  if (contract === undefined) throw new InputError(`there is no graph "${graph}"`);
  return nestedTensors(await model.infer(graph, feedsOf(contract, input)));
}

/** An input that works: one row, drawn as the contract says. */
export function rawExample(contract: Contract): JsonObject {
  return nestedTensors(goldenInputs(contract, { kind: "sample", seed: 1 }, 1));
}

function feedsOf(contract: Contract, input: unknown): Tensors {
  const names = contract.inputs.map((spec) => spec.name);
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw new InputError(`expected an object with the inputs ${names.join(", ")}`, { where: { field: "/" } });
  }
  const unknown = Object.keys(input).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new InputError(`${contract.name} has no such input`, {
      where: { field: `/${unknown}` },
      next: `Its inputs are ${names.join(", ")}.`,
    });
  }
  const values = input as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    contract.inputs.map((spec) => [spec.name, tensorFromNested(spec, values[spec.name], `/${spec.name}`)]),
  );
}

function nestedTensors(tensors: Tensors): JsonObject {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, nestedFromTensor(tensor)]));
}
