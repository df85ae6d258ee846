/**
 * The steps that know the version number: metadata, checker, verification, publication. They repeat when another export
 * takes the number first, so that the bytes that are published are always the bytes that were verified.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { differenceText } from "../core/agreement.js";
import type { Manifest } from "../core/manifest.js";
import type { Reporter } from "../core/reporter.js";
import { ownPackage } from "../system/own-package.js";
import type { CheckedGraph } from "./check-graph-model.js";
import type { ConvertedGraph, ConvertOptions } from "./convert/convert.js";
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

/** What the steps before produced. */
export interface ConvertedModel {
  readonly planned: Plan;
  readonly checked: readonly CheckedGraph[];
  readonly converted: readonly ConvertedGraph[];
  readonly converting: ConvertOptions;
  readonly repository: string;
  readonly reporter: Reporter;
}

/** Stamps, checks, verifies and publishes; see `exportModel` for what is thrown. */
export async function verifyAndPublish(options: ConvertedModel): Promise<Manifest[]> {
  const { planned, repository, reporter, converting } = options;
  const names = planned.graphs.map((graph) => graph.contract.name);
  for (;;) {
    const version = await nextVersion(repository, names);
    const graphs = await verifyAs(version, options);
    throwIfAborted(converting.signal);
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
  const { planned, checked, converted, converting, reporter } = options;
  const { signal, python, work } = converting;
  const created = new Date().toISOString();
  const { version: kiln } = ownPackage();
  const models = new Map<string, Uint8Array>();
  const files: Record<string, string> = {};
  for (const { planned: graph, model, converterVersion } of converted) {
    const { contract, weightsSha256 } = graph;
    const { bundle, training } = planned.inference;
    const converter = `tf2onnx ${converterVersion}`;
    setMetadata(model, { contract, version, bundle, training, weightsSha256, kilnVersion: kiln, converter });
    const bytes = serializeOnnx(model);
    models.set(contract.name, bytes);
    files[contract.name] = join(work, `${contract.name}.onnx`);
    await writeFile(join(work, `${contract.name}.onnx`), bytes);
  }
  reporter.stage("check the ONNX files");
  const toolchain = await checkOnnx(files, python, signal);
  reporter.stage("verify against tfjs");
  const verified: VerifiedGraph[] = [];
  for (const [index, graph] of converted.entries()) {
    const { contract, golden } = graph.planned;
    const tfjs = checked[index];
    const model = models.get(contract.name);
    if (tfjs === undefined || model === undefined) throw new Error(`${contract.name} was not converted`);
    const explain = explainBy(graph.planned, tfjs.tfjs, converting, reporter);
    const runtimes = [tfjs.result, ...(await verifyOnnx(model, contract, golden, explain, signal))];
    for (const one of runtimes) {
      reporter.note(
        `${contract.name} in ${one.runtime}: largest difference ${differenceText(one.maxScaledDifference)}`,
      );
    }
    const made = await makeVariants({ model: graph.model, contract, golden }, reporter, signal);
    const variants = made.map(({ variant }) => variant);
    const manifest = makeManifest({ planned, graph, model, version, created, runtimes, variants, toolchain, kiln });
    verified.push({ manifest, golden, model, variants: made });
  }
  return verified;
}
