/** Publishes the pair of `tests/fixtures/` through the real publisher, without a conversion. */

import type { Contract } from "../../core/contract.js";
import { goldenCase, goldenInputs, goldenPlan } from "../../core/golden.js";
import type { Manifest } from "../../core/manifest.js";
import { bundleFiles } from "../../export/publish/bundle-files.js";
import { publish } from "../../export/publish/publish.js";
import { sha256 } from "../../store/checksum.js";
import { training } from "../export/frozen.js";
import { pairContract } from "../fixtures/contract.js";
import { pairModel } from "../fixtures/onnx.js";
import { pairAnswers } from "../fixtures/pair-answers.js";

/** The contracts of a model's graphs: `pair` has one, of its own name. */
export function pairContracts(model: string, graphs: readonly string[] = [model]): Contract[] {
  return graphs.map((name) => ({ ...pairContract, model, name }));
}

/** The version folders of a bundle whose graphs are all the pair. */
export function pairFiles(contracts: readonly Contract[], version: number): ReturnType<typeof bundleFiles> {
  const model = pairModel();
  return bundleFiles(
    contracts.map((contract) => ({
      manifest: manifestOf(contract, contracts, version, model),
      golden: golden(contract),
      model,
      variants: [],
    })),
  );
}

/** Publishes a version; false when it is taken. */
export function publishPair(
  root: string,
  model: string,
  version: number,
  graphs?: readonly string[],
): Promise<boolean> {
  return publish(root, version, pairFiles(pairContracts(model, graphs), version));
}

function golden(contract: Contract): Parameters<typeof bundleFiles>[0][number]["golden"] {
  const cases = goldenPlan(contract).map((one) =>
    goldenCase(one, pairAnswers(goldenInputs(contract, one.recipe, one.batch))),
  );
  return { formatVersion: 1, graph: contract.name, cases };
}

function manifestOf(contract: Contract, all: readonly Contract[], version: number, model: Uint8Array): Manifest {
  return {
    formatVersion: 1,
    name: contract.name,
    version,
    model: contract.model,
    bundle: { id: `${contract.model}-${version}`, graphs: all.map((one) => one.name) },
    created: new Date(2026, 0, version).toISOString(),
    contract,
    fitted: {},
    file: { name: "model.onnx", sha256: sha256(model), bytes: model.byteLength },
    variants: [],
    opset: 15,
    exporter: { road: "tf2onnx", version: "1.17.0" },
    versions: {},
    training,
    verification: { tolerance: 1e-5, batches: [1, 3, 16], cases: 5, reference: "arithmetic", runtimes: [] },
  };
}
