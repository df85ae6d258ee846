/** Step 1 of an export: reads what training froze, all of it, before anything slow begins. */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Contract } from "../core/contract.js";
import { FailedError, hasCode, InputError, messageOf, NotFoundError } from "../core/errors.js";
import { type Golden, goldenOutputs, goldenPlan, goldenSchema } from "../core/golden.js";
import { type Inference, inferenceFiles, inferenceSchema } from "../core/inference.js";
import { parseJsonAs } from "../core/json.js";
import { sha256 } from "../store/checksum.js";
import { type GraphModel, parseGraphModel } from "./graph-model.js";

/** One graph to export. */
export interface PlannedGraph {
  readonly contract: Contract;
  /** `<run>/inference/<graph>`. */
  readonly folder: string;
  readonly graph: GraphModel;
  readonly golden: Golden;
  readonly weightsSha256: string;
}

/** What an export works on. */
export interface Plan {
  readonly inference: Inference;
  /** In the order of `inference.json`: the first one is the bundle's main graph. */
  readonly graphs: readonly PlannedGraph[];
}

/**
 * Reads and checks the folder `inference/` of a run.
 *
 * @throws NotFoundError when the run or its folder is missing; InputError when a file is damaged; FailedError when a graph
 * and its contract do not fit.
 */
export async function plan(run: string): Promise<Plan> {
  const folder = await inferenceFolder(run);
  const index = join(folder, inferenceFiles.index);
  const inference = parseJsonAs(inferenceSchema, await readText(index), "the inference index", index);
  const names = inference.graphs.map((contract) => contract.name);
  if (new Set(names).size !== names.length) {
    throw new InputError(`two graphs have one name: ${names.join(", ")}`, { where: { file: index, field: "/graphs" } });
  }
  const foreign = inference.graphs.find((contract) => contract.model !== inference.model);
  if (foreign !== undefined) {
    throw new InputError(`${foreign.name} belongs to the model ${foreign.model}, not to ${inference.model}`, {
      where: { file: index, field: "/graphs" },
    });
  }
  const graphs: PlannedGraph[] = [];
  for (const contract of inference.graphs) graphs.push(await readGraph(folder, contract));
  return { inference, graphs };
}

async function readGraph(inference: string, contract: Contract): Promise<PlannedGraph> {
  const folder = join(inference, contract.name);
  const file = join(folder, inferenceFiles.graph);
  const graph = parseGraphModel(await readText(file), contract, file);
  const weights = await readBytes(join(folder, inferenceFiles.weights));
  const goldenFile = join(folder, inferenceFiles.golden);
  const golden = parseJsonAs(goldenSchema, await readText(goldenFile), "the golden file", goldenFile);
  checkGolden(contract, golden, goldenFile);
  return { contract, folder, graph, golden, weightsSha256: sha256(weights) };
}

/** Every case that the contract is to be verified on must be there, whole: fewer would be a weaker proof. */
function checkGolden(contract: Contract, golden: Golden, file: string): void {
  const next = "Freeze the run again: kiln export does it from the checkpoint.";
  if (golden.graph !== contract.name) {
    throw new InputError(`these are the golden cases of ${golden.graph}, not of ${contract.name}`, { where: { file } });
  }
  for (const { name, batch } of goldenPlan(contract)) {
    const found = golden.cases.find((candidate) => candidate.name === name && candidate.batch === batch);
    if (found === undefined) throw new InputError(`the case "${name}" is missing`, { where: { file }, next });
    if (found.rows !== batch) {
      throw new InputError(`the case "${name}" has ${found.rows} of ${batch} rows`, { where: { file }, next });
    }
    goldenOutputs(contract, found);
  }
}

async function inferenceFolder(run: string): Promise<string> {
  if (!(await isFolder(run))) {
    throw new NotFoundError("there is no such run", {
      where: { file: run },
      next: "kiln runs lists the runs; kiln train makes one.",
    });
  }
  const folder = join(run, inferenceFiles.folder);
  if (!(await isFolder(folder))) {
    throw new NotFoundError(`this run has no ${inferenceFiles.folder}/: nothing of it has been frozen for export`, {
      where: { file: run },
      next: `Train it to its end (kiln train … --resume ${run}), then export it.`,
    });
  }
  return folder;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    if (hasCode(cause, "ENOENT", "ENOTDIR")) return false;
    throw new FailedError(messageOf(cause), { where: { file: path }, cause });
  }
}

async function readText(file: string): Promise<string> {
  return new TextDecoder().decode(await readBytes(file));
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    const missing = hasCode(cause, "ENOENT");
    const reason = missing ? "this file of the run is missing" : messageOf(cause);
    throw new (missing ? NotFoundError : FailedError)(reason, {
      where: { file },
      next: "Freeze the run again: kiln export does it from the checkpoint.",
      cause,
    });
  }
}
