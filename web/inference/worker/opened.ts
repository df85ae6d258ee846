/** The worker's model: its graphs loaded, checked against their golden outputs, and ready. */
import { type Agreement, compareOutputs } from "../../../models/agreement.js";
import { FailedError, VerificationError } from "../../../models/errors.js";
import { type Golden, goldenInputs, goldenOutputs, goldenSchema } from "../../../models/golden.js";
import { parseJsonAs } from "../../../models/json.js";
import { type Manifest, manifestSchema } from "../../../models/manifest.js";
import { Runner } from "../../../models/runner.js";
import { type SiteModel, siteFiles } from "../../../models/site.js";
import type { OpenQuestion } from "../messages.js";
import type { LoadProgress } from "../types.js";
import { fetchVerified } from "./files.js";
import { type StartedRuntime, startRuntime } from "./runtime.js";

interface LoadedGraph {
  readonly manifest: Manifest;
  readonly golden: Golden;
  readonly runner: Runner;
}

/** See the header. */
export interface Opened {
  readonly graphs: Readonly<Record<string, LoadedGraph>>;
  readonly agreement: Readonly<Record<string, Agreement>>;
  readonly threads: number;
}

interface Downloaded {
  readonly manifest: Manifest;
  readonly golden: Golden;
  readonly model: Uint8Array;
}

/**
 * Loads a model.
 *
 * @throws UnavailableError or VerificationError of its files; FailedError when the back end cannot be had; a
 * VerificationError too when this back end's answers are not those that were published.
 */
export async function open(question: OpenQuestion, progress: (now: LoadProgress) => void): Promise<Opened> {
  const { model, backend, base, runtime } = question;
  const files = await download(model, base, progress);
  progress({ phase: "compile", done: 0, total: files.length, fromCache: 0 });
  const started = await startRuntime(backend, new URL(runtime, base).href);
  const graphs: Record<string, LoadedGraph> = {};
  for (const [i, one] of files.entries()) {
    graphs[one.manifest.name] = { ...one, runner: await load(one, started) };
    progress({ phase: "compile", done: i + 1, total: files.length, fromCache: 0 });
  }
  const agreement = await verify(graphs, (done) =>
    progress({ phase: "check", done, total: files.length, fromCache: 0 }),
  );
  progress({ phase: "ready", done: files.length, total: files.length, fromCache: 0 });
  return { graphs, agreement, threads: started.threads };
}

/**
 * Runs every golden case of every graph.
 *
 * @returns the largest differences by graph.
 * @throws VerificationError when one is beyond the tolerance that the version was published with.
 */
export async function verify(
  graphs: Opened["graphs"],
  onGraph: (done: number) => void = () => undefined,
): Promise<Record<string, Agreement>> {
  const found: Record<string, Agreement> = {};
  for (const [i, [name, { manifest, golden, runner }]] of Object.entries(graphs).entries()) {
    const { contract, verification } = manifest;
    let worst: Agreement | undefined;
    for (const one of golden.cases) {
      const outputs = await runner.run(goldenInputs(contract, one.recipe, one.batch));
      const agreement = compareOutputs(outputs, goldenOutputs(contract, one));
      if (worst === undefined || agreement.maxScaledDifference > worst.maxScaledDifference) worst = agreement;
    }
    if (worst === undefined) throw new FailedError(`${name} has no golden outputs to check against`);
    if (worst.maxScaledDifference > verification.tolerance) {
      const { output, got, expected } = worst.worst;
      throw new VerificationError(
        `${name} answers ${output} = ${got} here where ${expected} was published: further apart than ${verification.tolerance}`,
      );
    }
    found[name] = worst;
    onGraph(i + 1);
  }
  return found;
}

async function download(
  { version, graphs }: SiteModel,
  base: string,
  progress: (now: LoadProgress) => void,
): Promise<Downloaded[]> {
  const address = (graph: string, file: string): string => new URL(siteFiles.of(graph, version, file), base).href;
  const text = async (graph: string, file: string, sha256: string): Promise<string> =>
    new TextDecoder().decode(await fetchVerified(address(graph, file), sha256));
  const manifests = await Promise.all(
    graphs.map(async ({ name, manifest }) =>
      parseJsonAs(manifestSchema, await text(name, "manifest.json", manifest), "manifest", `${name}/manifest.json`),
    ),
  );
  const total = manifests.reduce((sum, { file }) => sum + file.bytes, 0);
  let [done, fromCache] = [0, 0];
  progress({ phase: "download", done, total, fromCache });
  return Promise.all(
    manifests.map(async (manifest, i): Promise<Downloaded> => {
      const { name, file } = manifest;
      const golden = parseJsonAs(
        goldenSchema,
        await text(name, "golden.json", graphs[i]?.golden ?? ""),
        "golden outputs",
        `${name}/golden.json`,
      );
      const model = await fetchVerified(address(name, file.name), file.sha256, ({ bytes, cached }) => {
        done += bytes;
        if (cached) fromCache += bytes;
        progress({ phase: "download", done, total, fromCache });
      });
      return { manifest, golden, model };
    }),
  );
}

function load({ manifest, model }: Downloaded, { ort, options }: StartedRuntime): Promise<Runner> {
  return Runner.load(ort, model, manifest.contract, options);
}
