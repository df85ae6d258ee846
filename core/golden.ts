/**
 * Golden cases: inputs, and what tfjs answered to them when the model was trained. Every other runtime is held against
 * them: at export (all of them), when the server or a browser loads a model, and whenever somebody runs `kiln verify`.
 *
 * Inputs are recipes, not numbers, so that the file stays small; the generator is the same in Node and in a browser.
 */
import { z } from "zod";
import { at } from "./at.js";
import { tensorFromBase64, tensorToBase64 } from "./bytes.js";
import { type Contract, fixedBatch, type InputSpec, rowSize, shapeAt } from "./contract.js";
import { InputError } from "./errors.js";
import { Random } from "./random.js";
import { allocate, type ElementArray, makeTensor, sliceRows, type Tensors } from "./tensor.js";
import { elementBytes } from "./wire.js";

/** Batch sizes that every export is verified at: one row, an odd few, and many. */
const GOLDEN_BATCHES = [1, 3, 16] as const;

/** Rows of output that the published golden file keeps of a case; inputs are still made for the whole batch. */
export const PUBLISHED_ROWS = 4;

/** Bytes of output that it keeps of a case, at least one row: a browser loads them all before the first picture. */
const PUBLISHED_BYTES = 100_000;

/** Where a case's inputs come from: drawn by `sample` of each input, or an edge case of the contract by its name. */
const goldenRecipeSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("sample"), seed: z.int() }),
  z.object({ kind: z.literal("edge"), edge: z.string() }),
]);

/** One case: `outputs` are little-endian base64, `rows` of them (the first ones of the batch). */
const goldenCaseSchema = z.object({
  name: z.string(),
  batch: z.int().positive(),
  rows: z.int().positive(),
  recipe: goldenRecipeSchema,
  outputs: z.record(z.string(), z.string()),
});

/** The file `golden.json`. */
export const goldenSchema = z.object({
  formatVersion: z.literal(1),
  graph: z.string(),
  cases: z.array(goldenCaseSchema),
});

export type GoldenRecipe = z.infer<typeof goldenRecipeSchema>;
export type GoldenCase = z.infer<typeof goldenCaseSchema>;
export type Golden = z.infer<typeof goldenSchema>;

/**
 * The cases that every contract is verified on: one draw at each batch size, each edge case at batch 1 and 3. A graph that
 * takes one batch size only is asked at that one.
 */
export function goldenPlan(contract: Contract): { name: string; batch: number; recipe: GoldenRecipe }[] {
  const fixed = fixedBatch(contract);
  const draws = (fixed === null ? GOLDEN_BATCHES : [fixed]).map((batch) => ({
    name: `sample, batch ${batch}`,
    batch,
    recipe: { kind: "sample" as const, seed: batch },
  }));
  const edges = contract.edgeCases.flatMap((edge) =>
    (fixed === null ? [1, 3] : [fixed]).map((batch) => ({
      name: `${edge.name}, batch ${batch}`,
      batch,
      recipe: { kind: "edge" as const, edge: edge.name },
    })),
  );
  return [...draws, ...edges];
}

/**
 * The inputs of a recipe at a batch size.
 *
 * @throws InputError when the recipe names an edge case that the contract lacks, or one that lacks an input.
 */
export function goldenInputs(contract: Contract, recipe: GoldenRecipe, batch: number): Tensors {
  const feeds: Record<string, Tensors[string]> = {};
  for (const input of contract.inputs) {
    const data = allocate(input.type, rowSize(input) * batch);
    if (recipe.kind === "sample") fillWithDraws(data, input, Random.seeded(recipe.seed, `golden/${input.name}`));
    else fillWithPattern(data, input, edgePattern(contract, recipe.edge, input.name));
    feeds[input.name] = makeTensor(input.type, shapeAt(input, batch), data);
  }
  return feeds;
}

/** A case from outputs that were computed; keeps `rows` of them (all, when left out). */
export function goldenCase(
  plan: { name: string; batch: number; recipe: GoldenRecipe },
  outputs: Tensors,
  rows = plan.batch,
): GoldenCase {
  const kept = Math.min(rows, plan.batch);
  return {
    ...plan,
    rows: kept,
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([name, tensor]) => [name, tensorToBase64(sliceRows(tensor, 0, kept))]),
    ),
  };
}

/**
 * The expected outputs of a case: tensors of `rows` rows, by the contract's output names.
 *
 * @throws InputError when an output is missing or has another size than the contract says.
 */
export function goldenOutputs(contract: Contract, golden: GoldenCase): Tensors {
  return Object.fromEntries(
    contract.outputs.map((spec) => {
      const text = golden.outputs[spec.name];
      if (text === undefined) throw new InputError(`golden case "${golden.name}" lacks output "${spec.name}"`);
      return [spec.name, tensorFromBase64(spec.type, shapeAt(spec, golden.rows), text, spec.name)];
    }),
  );
}

/** The published golden file: the same cases with at most `PUBLISHED_ROWS` rows and `PUBLISHED_BYTES` of output each. */
export function trimGolden(contract: Contract, golden: Golden): Golden {
  const bytesOfRow = contract.outputs.reduce((sum, output) => sum + elementBytes[output.type] * rowSize(output), 0);
  const rows = Math.max(1, Math.min(PUBLISHED_ROWS, Math.floor(PUBLISHED_BYTES / bytesOfRow)));
  return {
    ...golden,
    cases: golden.cases.map(({ name, batch, recipe, ...rest }) =>
      goldenCase({ name, batch, recipe }, goldenOutputs(contract, { name, batch, recipe, ...rest }), rows),
    ),
  };
}

function fillWithDraws(data: ElementArray, input: InputSpec, random: Random): void {
  const { sample } = input;
  for (let i = 0; i < data.length; i++) {
    if (sample.distribution === "normal") data[i] = sample.mean + sample.deviation * random.normal();
    else if (sample.distribution === "uniform") data[i] = random.between(sample.minimum, sample.maximum);
    else data[i] = sample.minimum + random.integer(sample.maximum - sample.minimum + 1);
  }
}

function fillWithPattern(data: ElementArray, input: InputSpec, pattern: readonly number[]): void {
  const width = rowSize(input);
  for (let i = 0; i < data.length; i++) data[i] = at(pattern, (i % width) % pattern.length);
}

function edgePattern(contract: Contract, edge: string, input: string): readonly number[] {
  const found = contract.edgeCases.find((candidate) => candidate.name === edge);
  const pattern = found?.inputs[input];
  if (pattern === undefined) {
    throw new InputError(`${contract.name}: edge case "${edge}" gives no values for input "${input}"`);
  }
  return pattern;
}
