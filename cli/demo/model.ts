/** The demo of one model: trained, exported and verified, or found as it was left. */
import { FailedError, KilnError } from "../../core/errors.js";
import type { Reporter } from "../../core/reporter.js";
import type { PublishedBundle } from "../../store/bundle.js";
import type { AnyRecipe } from "../../train/recipe.js";
import { runKiln } from "../child.js";
import type { Session } from "../session.js";
import { stoppable } from "../stoppable.js";
import { type DemoEntry, recall, remember } from "./memory.js";

/** The seed of a demo. */
export const DEMO_SEED = 1;

/** The preset of a model's demo: its own, or what it trains with when nobody chooses. */
export function demoPreset({ presets, defaultPreset }: AnyRecipe): string {
  return Object.hasOwn(presets, "demo") ? "demo" : defaultPreset;
}

/** What a demo of one model is asked for. */
export interface DemoRequest {
  readonly model: string;
  readonly preset: string;
  /** The project's folder. */
  readonly root: string;
  readonly repository: string;
  /** How the ONNX files are made. */
  readonly via: string;
  readonly fingerprint: string;
  /** Do everything again, whatever was done before. */
  readonly fresh: boolean;
}

/** Where the demo of one model ended. */
export interface DemoOutcome {
  readonly run: string;
  readonly bundle: PublishedBundle;
  /** True when nothing had to be done. */
  readonly reused: boolean;
}

/**
 * Does what is missing; what was finished before, by the same code with the same settings, is used again.
 *
 * @throws InterruptedError that says how to go on when it is stopped.
 */
export async function demoModel(session: Session, request: DemoRequest): Promise<DemoOutcome> {
  const ending = () => ({ next: "Call kiln demo again: it goes on from there." });
  return await stoppable(session.signal, () => madeModel(session, request), ending);
}

async function madeModel(session: Session, request: DemoRequest): Promise<DemoOutcome> {
  const { model, root, repository, via, fingerprint, fresh } = request;
  const { openBundle } = await import("../../store/open.js");
  const remembered = fresh ? undefined : recall(root)[model];
  const before = remembered?.fingerprint === fingerprint ? remembered : undefined;
  const published = before === undefined ? undefined : await stillPublished(before, repository, model);
  if (before !== undefined && published !== undefined) return { run: before.run, bundle: published, reused: true };

  const run = await trained(session, request, before);
  const reporter = underHeading(session.reporter, model);
  const args = ["export", model, "--run", run, "--repository", repository, "--via", via];
  const { version } = await runKiln(session, args, reporter);
  if (typeof version !== "number") throw new FailedError(`kiln export ${model} did not say which version it published`);
  const bundle = await openBundle(repository, model, version);
  remember(root, model, { fingerprint, run, published: { id: bundle.id, version } });
  return { run, bundle, reused: false };
}

/** A finished run: the one from before, the one from before after it is finished, or a new one. */
async function trained(session: Session, request: DemoRequest, before: DemoEntry | undefined): Promise<string> {
  const { model, root, preset, fingerprint } = request;
  const { readRunStatus } = await import("../../train/run/find.js");
  const reporter = underHeading(session.reporter, model);
  const status = before === undefined ? undefined : await orMissing(readRunStatus(before.run));
  if (before !== undefined && status === "finished") {
    session.reporter.note(`${before.run} is finished: it is not trained again`);
    return before.run;
  }
  if (before !== undefined && (status === "interrupted" || status === "killed")) {
    session.reporter.note(`${before.run} was ${status}: going on with it`);
    await runKiln(session, ["train", model, "--resume", before.run], reporter);
    return before.run;
  }
  const { chooseRunDirectory } = await import("../../train/run/create.js");
  const run = chooseRunDirectory(model, DEMO_SEED, undefined, await session.runs(undefined));
  remember(root, model, { fingerprint, run });
  const settings = ["--preset", preset, "--seed", String(DEMO_SEED)];
  await runKiln(session, ["train", model, ...settings, "--out", run], reporter);
  return run;
}

/** Stages of several models come one after the other: each says whose it is. */
function underHeading(reporter: Reporter, model: string): Reporter {
  return { ...reporter, stage: (name) => reporter.stage(`${model}: ${name}`) };
}

async function stillPublished(
  { published }: DemoEntry,
  repository: string,
  model: string,
): Promise<PublishedBundle | undefined> {
  if (published === undefined) return undefined;
  const { openBundle } = await import("../../store/open.js");
  const bundle = await orMissing(openBundle(repository, model, published.version));
  return bundle?.id === published.id ? bundle : undefined;
}

/** Undefined for what somebody has deleted since. */
async function orMissing<Value>(work: Promise<Value>): Promise<Value | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof KilnError) return undefined;
    throw error;
  }
}
