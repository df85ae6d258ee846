/** `kiln verify`: repeats the verification of a published version on this machine, from its golden file. */
import { differenceText } from "../core/agreement.js";
import { VerificationError } from "../core/errors.js";
import type { Golden } from "../core/golden.js";
import type { RuntimeResult } from "../core/manifest.js";
import { type Reporter, silentReporter } from "../core/reporter.js";
import { goldenDifference } from "../core/variant-gate.js";
import type { PublishedBundle, PublishedGraph } from "../store/bundle.js";
import { chooseBundle } from "../store/open.js";
import { readGolden, readModel } from "../store/read-files.js";
import { scanRepository } from "../store/scan.js";
import { withRunner } from "./verify/onnx-subject.js";
import { verifiedRuntimes } from "./verify/runtimes.js";
import { verifyOnnx } from "./verify/verify-onnx.js";

/** Which version to verify. */
export interface VerifyOptions {
  readonly repository: string;
  /** The model's name: all its graphs are verified. */
  readonly model: string;
  /** Default: the highest. */
  readonly version?: number;
  readonly reporter?: Reporter;
  readonly signal?: AbortSignal;
}

/** The result for a bundle; `runtimes` by graph name. */
export interface VerifiedBundle {
  readonly model: string;
  readonly version: number;
  readonly id: string;
  readonly graphs: Readonly<Record<string, readonly RuntimeResult[]>>;
  /** Golden cases that each graph was compared on, by its name. */
  readonly cases: Readonly<Record<string, number>>;
}

/**
 * Checks every file's checksum and compares the outputs in every runtime with those that tfjs gave at export (at most four
 * rows of each case are kept; larger batches are run whole all the same).
 *
 * @throws NotFoundError when there is no such version; VerificationError when a file has changed or a runtime disagrees;
 * FailedError when a runtime refuses a file; InterruptedError on abort.
 */
export async function verifyPublished(options: VerifyOptions): Promise<VerifiedBundle> {
  const { reporter = silentReporter, signal } = options;
  const bundle = await openWhole(options);
  const graphs: Record<string, readonly RuntimeResult[]> = {};
  const cases: Record<string, number> = {};
  for (const graph of Object.values(bundle.graphs)) {
    reporter.stage(`verify ${graph.name} version ${bundle.version}`);
    const model = await readModel(graph);
    const golden = await readGolden(graph);
    const explain = async (): Promise<string> =>
      "The files are those that were published, so this machine's runtime gives other answers than the exporter's did.";
    const results = await verifyOnnx(model, graph.manifest.contract, golden, explain, signal);
    for (const one of results) {
      reporter.note(`${one.runtime} ${one.version}: largest difference ${differenceText(one.maxScaledDifference)}`);
    }
    for (const { name } of graph.manifest.variants) await verifyVariant(graph, name, golden, reporter);
    graphs[graph.name] = results;
    cases[graph.name] = golden.cases.length;
  }
  return { model: bundle.model, version: bundle.version, id: bundle.id, graphs, cases };
}

/** The same gate as at export, on the cases that were published. */
async function verifyVariant(graph: PublishedGraph, name: string, golden: Golden, reporter: Reporter): Promise<void> {
  const { contract } = graph.manifest;
  const bytes = await readModel(graph, name);
  for (const runtime of verifiedRuntimes) {
    const found = await withRunner(runtime, bytes, contract, (subject) => goldenDifference(subject, contract, golden));
    const mean = found.meanAbsDifference.toExponential(1);
    if (!(found.ofTolerance <= 1)) {
      throw new VerificationError(
        `the ${name} variant of ${graph.name} in ${runtime.name} gives ${found.output} too far from what was published: mean difference ${mean}`,
        { next: "model.onnx itself is verified: this runtime rounds otherwise than the exporter's did." },
      );
    }
    reporter.note(`${name} variant in ${runtime.name}: mean difference ${mean} of ${found.output}`);
  }
}

/** A version that was whole once and is not any more is no missing version: it failed its verification. */
async function openWhole({ repository, model, version }: VerifyOptions): Promise<PublishedBundle> {
  const scan = await scanRepository(repository);
  const newest = scan.bundles.findLast((bundle) => bundle.model === model)?.version ?? 0;
  const damaged = scan.ignored.findLast(
    (entry) =>
      entry.damaged &&
      entry.model === model &&
      (version === undefined ? entry.version > newest : entry.version === version),
  );
  if (damaged !== undefined) {
    throw new VerificationError(
      `${model} version ${damaged.version} has been changed since it was published: ${damaged.reason}`,
      {
        where: { file: damaged.folder },
        next: "Bring it back from a copy, or remove it and export again: a version never changes.",
      },
    );
  }
  return chooseBundle(scan, repository, model, version);
}
