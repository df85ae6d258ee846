/**
 * The steps that know the version number: metadata, checker, verification, publication. They repeat when another export
 * takes the number first, so that the bytes that are published are always the bytes that were verified.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { differenceText } from "../core/agreement.js";
import type { Manifest, Witness } from "../core/manifest.js";
import type { Reporter } from "../core/reporter.js";
import { ownPackage } from "../system/own-package.js";
import type { CheckedGraph } from "./check-graph-model.js";
import type { ConvertedGraph } from "./convert/converted.js";
import { explainBy } from "./convert/explain.js";
import { makeManifest } from "./manifest.js";
import { checkOnnx } from "./onnx/check.js";
import { setMetadata } from "./onnx/metadata.js";
import { serializeOnnx } from "./onnx/model.js";
import type { Plan } from "./plan.js";
import { bundleFiles, type VerifiedGraph } from "./publish/bundle-files.js";
import { settleModelFiles } from "./publish/model-files.js";
import { nextVersion, publish } from "./publish/publish.js";
import { throwIfAborted } from "./python.js";
import { makeVariants } from "./variants.js";
import { verifyOnnx } from "./verify/verify-onnx.js";
import { compareWithWitness } from "./verify/witness.js";

/** What the steps before produced. */
export interface ConvertedModel {
  readonly planned: Plan;
  readonly checked: readonly CheckedGraph[];
  readonly converted: readonly ConvertedGraph[];
  /** Of an export by both roads: the same graphs, by the other one. */
  readonly witnesses: readonly ConvertedGraph[];
  /** The toolchain's Python, where one of the roads goes through it: it has the ONNX checker too. */
  readonly python: string | undefined;
  /** A folder of our own. */
  readonly work: string;
  readonly signal: AbortSignal | undefined;
  readonly repository: string;
  readonly reporter: Reporter;
}

/** Stamps, checks, verifies and publishes; see `exportModel` for what is thrown. */
export async function verifyAndPublish(options: ConvertedModel): Promise<Manifest[]> {
  const { planned, repository, reporter, signal } = options;
  const names = planned.graphs.map((graph) => graph.contract.name);
  for (;;) {
    const version = await nextVersion(repository, names);
    const graphs = await verifyAs(version, options);
    throwIfAborted(signal);
    reporter.stage("publish");
    if (await publishAll(repository, version, graphs)) {
      reporter.record("published", { version, graphs: names, bundle: planned.inference.bundle });
      return graphs.map((graph) => graph.manifest);
    }
    reporter.note(`another export took version ${version}; going on with the next one`);
  }
}

async function publishAll(root: string, version: number, graphs: readonly VerifiedGraph[]): Promise<boolean> {
  for (const { manifest } of graphs) await settleModelFiles(root, manifest.name, manifest.contract);
  try {
    return await publish(root, version, bundleFiles(graphs));
  } finally {
    for (const { manifest } of graphs) await settleModelFiles(root, manifest.name);
  }
}

async function verifyAs(version: number, options: ConvertedModel): Promise<VerifiedGraph[]> {
  const { planned, checked, converted, reporter, signal } = options;
  const created = new Date().toISOString();
  const { version: kiln } = ownPackage();
  for (const graph of [...converted, ...options.witnesses]) describeModel(graph, version, planned, kiln);
  const models = new Map(converted.map(({ planned: { contract }, model }) => [contract.name, serializeOnnx(model)]));
  const toolchain = await checkFiles(models, options);
  reporter.stage("verify against tfjs");
  const verified: VerifiedGraph[] = [];
  for (const [index, graph] of converted.entries()) {
    const { contract, golden } = graph.planned;
    const tfjs = checked[index];
    const model = models.get(contract.name);
    if (tfjs === undefined || model === undefined) throw new Error(`${contract.name} was not converted`);
    const explain = explainBy(graph, tfjs.tfjs, reporter);
    const runtimes = [tfjs.result, ...(await verifyOnnx(model, contract, golden, explain, signal))];
    for (const one of runtimes) {
      reporter.note(
        `${contract.name} in ${one.runtime}: largest difference ${differenceText(one.maxScaledDifference)}`,
      );
    }
    const witness = await askWitness(model, options.witnesses[index], tfjs.tfjs, reporter, signal);
    const made = await makeVariants({ model: graph.model, contract, golden }, reporter, signal);
    const variants = made.map(({ variant }) => variant);
    verified.push({
      manifest: makeManifest({ planned, graph, model, version, created, runtimes, witness, variants, toolchain, kiln }),
      golden,
      model,
      variants: made,
    });
  }
  return verified;
}

function describeModel(
  { planned: graph, model, converter }: ConvertedGraph,
  version: number,
  plan: Plan,
  kiln: string,
) {
  const { contract, weightsSha256 } = graph;
  const { bundle, training } = plan.inference;
  setMetadata(model, { contract, version, bundle, training, weightsSha256, kilnVersion: kiln, converter });
}

/** The ONNX checker, where there is a Python that has it; the runtimes refuse what is not valid as well. */
async function checkFiles(
  models: ReadonlyMap<string, Uint8Array>,
  { witnesses, python, work, reporter, signal }: ConvertedModel,
): Promise<Record<string, string>> {
  if (python === undefined) return {};
  reporter.stage("check the ONNX files");
  const files: Record<string, string> = {};
  const write = async (name: string, bytes: Uint8Array): Promise<void> => {
    files[name] = join(work, `${name}.onnx`);
    await writeFile(join(work, `${name}.onnx`), bytes);
  };
  for (const [name, bytes] of models) await write(name, bytes);
  for (const { planned, model, road } of witnesses)
    await write(`${planned.contract.name} by ${road}`, serializeOnnx(model));
  return checkOnnx(files, python, signal);
}

async function askWitness(
  model: Uint8Array,
  other: ConvertedGraph | undefined,
  tfjs: CheckedGraph["tfjs"],
  reporter: Reporter,
  signal: AbortSignal | undefined,
): Promise<Witness | undefined> {
  if (other === undefined) return undefined;
  const { contract, golden } = other.planned;
  const file = {
    converter: other.converter,
    model: serializeOnnx(other.model),
    explain: explainBy(other, tfjs, reporter),
  };
  const witness = await compareWithWitness(model, file, contract, golden, signal);
  reporter.note(
    `${contract.name} by ${witness.converter}: largest difference ${differenceText(witness.maxScaledDifference)}`,
  );
  return witness;
}
