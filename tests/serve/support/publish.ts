/** Writes versions into a repository as export does: real files, real checksums, golden outputs by arithmetic. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BundleFile } from "../../../core/bundle.js";
import type { Contract } from "../../../core/contract.js";
import { type Golden, goldenCase, goldenInputs, goldenPlan, PUBLISHED_ROWS } from "../../../core/golden.js";
import type { Manifest } from "../../../core/manifest.js";
import { sha256 } from "../../../store/checksum.js";
import { pairContract } from "../../fixtures/contract.js";
import { pairModel } from "../../fixtures/onnx.js";
import { pairAnswers } from "../../fixtures/pair-answers.js";

/** What to publish, and what to break. */
export interface PublishOptions {
  readonly model?: string;
  /** Graph names; the first is the main one. */
  readonly graphs?: readonly string[];
  readonly version?: number;
  readonly processing?: string;
  readonly simulated?: boolean;
  /** Bytes in place of the pair's graph; the checksums fit them. */
  readonly bytes?: Uint8Array;
  /** Golden outputs are off by this much. */
  readonly goldenError?: number;
}

/** Publishes one version. */
export async function publish(root: string, options: PublishOptions = {}): Promise<void> {
  const { model = "pair", version = 1, processing = `${model}@1`, graphs = [model] } = options;
  const id = `bundle-${model}-${version}`;
  const entries: BundleFile["graphs"] = [];
  for (const name of graphs) {
    const contract: Contract = { ...pairContract, model, name, processing };
    const folder = join(root, name, String(version));
    await mkdir(folder, { recursive: true });
    const bytes = options.bytes ?? pairModel();
    const golden = JSON.stringify(goldenOf(contract, options.goldenError ?? 0));
    const manifest = JSON.stringify(manifestOf(contract, version, { id, graphs: [...graphs] }, bytes, options));
    await writeFile(join(folder, "model.onnx"), bytes);
    await writeFile(join(folder, "golden.json"), golden);
    await writeFile(join(folder, "manifest.json"), manifest);
    entries.push({ name, manifest: sha256(manifest), golden: sha256(golden) });
  }
  const bundle: BundleFile = { formatVersion: 1, id, model, version, created: CREATED, graphs: entries };
  await writeFile(join(root, graphs[0] ?? model, String(version), "bundle.json"), JSON.stringify(bundle));
}

const CREATED = "2024-01-01T00:00:00.000Z";

function goldenOf(contract: Contract, error: number): Golden {
  const cases = goldenPlan(contract).map((plan) => {
    const outputs = pairAnswers(goldenInputs(contract, plan.recipe, plan.batch), error);
    return goldenCase(plan, outputs, PUBLISHED_ROWS);
  });
  return { formatVersion: 1, graph: contract.name, cases };
}

function manifestOf(
  contract: Contract,
  version: number,
  bundle: Manifest["bundle"],
  bytes: Uint8Array,
  options: PublishOptions,
): Manifest {
  return {
    formatVersion: 1,
    name: contract.name,
    version,
    model: contract.model,
    bundle,
    created: CREATED,
    contract,
    fitted: { temperature: 1.5 },
    file: { name: "model.onnx", sha256: sha256(bytes), bytes: bytes.byteLength },
    variants: [],
    opset: 15,
    exporter: { road: "direct", version: "0" },
    versions: { node: process.versions.node },
    training: {
      run: "by hand",
      preset: "none",
      seed: 0,
      steps: 0,
      epochs: 0,
      finished: true,
      data: { source: "none", simulated: options.simulated ?? true, sha256: "0".repeat(64), counts: {} },
      metrics: { "test.accuracy": 1 },
      remarks: [],
    },
    verification: {
      tolerance: 1e-5,
      batches: [1, 3, 16],
      cases: 5,
      reference: "tfjs",
      runtimes: [
        {
          runtime: "onnxruntime-node",
          version: "0",
          provider: "cpu",
          maxAbsDifference: 0,
          maxScaledDifference: 0,
          worst: "none",
        },
      ],
    },
  };
}
