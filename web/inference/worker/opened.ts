/** The worker's model: its graphs loaded, checked against their golden outputs, and ready. */
import { at } from "../../../core/at.js";
import { NotFoundError } from "../../../core/errors.js";
import { goldenInputs } from "../../../core/golden.js";
import type { Manifest } from "../../../core/manifest.js";
import { Runner } from "../../../core/runner.js";
import type { SiteModel } from "../../../core/site.js";
import type { OpenQuestion } from "../messages.js";
import type { GraphCheck, LoadProgress } from "../types.js";
import { checkGraph } from "./check.js";
import { type Downloaded, download } from "./download.js";
import { type StartedRuntime, startRuntime } from "./runtime.js";

/** A graph that is ready. */
export interface LoadedGraph extends Downloaded {
  readonly runner: Runner;
  readonly check: GraphCheck;
}

/** More graphs come to it when they are needed. */
export interface Opened {
  readonly graphs: Map<string, LoadedGraph>;
  readonly threads: number;
  readonly more: (name: string) => Promise<LoadedGraph>;
}

/**
 * Loads the graphs of a model that are wanted at once.
 *
 * @throws UnavailableError or VerificationError of its files; FailedError when the back end cannot be had; a
 * VerificationError too when this back end's answers are not those that were published.
 */
export async function open(question: OpenQuestion, progress: (now: LoadProgress) => void): Promise<Opened> {
  const { model, backend, base, runtime, exact } = question;
  const wanted = model.graphs.filter(({ name }) => question.graphs.includes(name));
  const files = await download(wanted, { version: model.version, base, exact }, progress);
  const tell = (phase: LoadProgress["phase"], done: number): void =>
    progress({ phase, done, total: files.length, fromCache: 0 });
  tell("compile", 0);
  const started = await startRuntime(backend, new URL(runtime, base).href);
  const runners: Runner[] = [];
  for (const one of files) runners.push(await load(one, started, () => tell("compile", runners.length + 1)));
  // The first run makes room in memory, and on WebGPU compiles the kernels.
  tell("warm-up", 0);
  for (const [i, runner] of runners.entries()) {
    await runner.run(goldenInputs(runner.contract, { kind: "sample", seed: 1 }, 1));
    tell("warm-up", i + 1);
  }
  const graphs = new Map<string, LoadedGraph>();
  for (const [i, one] of files.entries()) {
    const runner = at(runners, i);
    graphs.set(one.manifest.name, { ...one, runner, check: await checkGraph(runner, one) });
    tell("check", i + 1);
  }
  tell("ready", files.length);
  return { graphs, threads: started.threads, more: moreOf(model, question, started, graphs) };
}

/** A graph of the model, loaded now if it was not. @throws NotFoundError when the model has none of that name. */
export async function loaded({ graphs, more }: Opened, name: string): Promise<LoadedGraph> {
  return graphs.get(name) ?? (await more(name));
}

/** Holds every loaded graph against its golden outputs again; see `checkGraph` for what is thrown. */
export async function verify({ graphs }: Opened): Promise<Record<string, GraphCheck>> {
  const found: Record<string, GraphCheck> = {};
  for (const [name, graph] of graphs) found[name] = await checkGraph(graph.runner, graph);
  return found;
}

/** What was found of each loaded graph. */
export function checksOf(graphs: Opened["graphs"]): Record<string, GraphCheck> {
  return Object.fromEntries([...graphs].map(([name, { check }]) => [name, check]));
}

/** The manifests of the loaded graphs. */
export function manifestsOf({ graphs }: Opened): Record<string, Manifest> {
  return Object.fromEntries([...graphs].map(([name, { manifest }]) => [name, manifest]));
}

function moreOf(
  { graphs: all, version, name: model }: SiteModel,
  { base, exact }: OpenQuestion,
  started: StartedRuntime,
  graphs: Opened["graphs"],
): Opened["more"] {
  return async (name) => {
    const wanted = all.filter((graph) => graph.name === name);
    if (wanted.length === 0) throw new NotFoundError(`${model} has no graph "${name}"`);
    const [file] = await download(wanted, { version, base, exact }, () => undefined);
    if (file === undefined) throw new NotFoundError(`${model} has no graph "${name}"`);
    const runner = await load(file, started, () => undefined);
    const graph = { ...file, runner, check: await checkGraph(runner, file) };
    graphs.set(name, graph);
    return graph;
  };
}

/** A runner of the file; its bytes are given back, the runtime has its own copy. */
async function load(file: Downloaded, { ort, options }: StartedRuntime, done: () => void): Promise<Runner> {
  const runner = await Runner.load(ort, file.takeBytes(), file.manifest.contract, options);
  done();
  return runner;
}
