/** Which models are served now, and how that changes while requests go on. */
import type { ModelRegistry } from "../../core/definition.js";
import { messageOf, NotFoundError, UnavailableError } from "../../core/errors.js";
import type { Reporter } from "../../core/reporter.js";
import type { PublishedBundle, RepositoryScan } from "../../store/bundle.js";
import { scanRepository } from "../../store/scan.js";
import { Loader } from "../executor/loader.js";
import { ExecutorPool, type PoolLimits } from "../executor/pool.js";
import type { PoolEvent } from "../executor/pool-event.js";
import { Generation } from "./generation.js";
import { candidates, type Selection, selectModels } from "./select.js";
import type { VersionState } from "./version-state.js";

/** What a reload did. */
export interface ReloadSummary {
  /** False when the repository holds nothing newer that can be served. */
  readonly changed: boolean;
  readonly models: readonly { readonly name: string; readonly version: number }[];
  readonly refused: readonly VersionState[];
}

/** Settings of a catalog. */
export interface CatalogOptions {
  /** The repository's root folder. */
  readonly repository: string;
  readonly registry: ModelRegistry;
  readonly pool: PoolLimits;
  readonly reporter: Reporter;
}

/** The current generation, and the way to the next one. */
export class Catalog {
  readonly #options: CatalogOptions;
  #current: Generation | undefined;
  #versions: readonly VersionState[] = [];
  #bundles: readonly PublishedBundle[] = [];
  #reloading: Promise<unknown> = Promise.resolve();
  #trial: Loader | undefined;
  #closed = false;
  /** True when what is served has turned out to be damaged: it is tried again, as new. */
  #suspicious = false;
  readonly #hurry = new AbortController();
  readonly #retiring = new Set<Promise<void>>();

  constructor(options: CatalogOptions) {
    this.#options = options;
  }

  /** What is served; undefined until the first `reload` is done. */
  get current(): Generation | undefined {
    return this.#current;
  }

  /** Every version in the repository when it was last looked at, and what became of it. */
  get versions(): readonly VersionState[] {
    return this.#versions;
  }

  /** Every whole bundle in the repository when it was last looked at. */
  get bundles(): readonly PublishedBundle[] {
    return this.#bundles;
  }

  /**
   * Looks at the repository and serves the newest bundles that pass their trial. The old generation goes on answering
   * until the new one is loaded, and its last requests after that. One reload at a time; others wait.
   *
   * @throws NotFoundError when nothing in the repository can be served: what is served now stays. FailedError when the
   * repository cannot be read or executors cannot be started; then too.
   */
  reload(): Promise<ReloadSummary> {
    const next = this.#reloading.then(() => this.#reload());
    this.#reloading = next.catch(() => undefined);
    return next;
  }

  /**
   * Ends all executors when the last requests are done; a reload in progress is given up.
   *
   * @param patience ms after which requests are not waited for any longer, whatever they do.
   */
  async close(patience = Number.POSITIVE_INFINITY): Promise<void> {
    this.#closed = true;
    const timer = Number.isFinite(patience) ? setTimeout(() => this.#hurry.abort(), patience) : undefined;
    await this.#trial?.discard();
    await this.#reloading;
    const last = this.#current;
    if (last !== undefined) this.#retire(last);
    await Promise.all(this.#retiring);
    clearTimeout(timer);
  }

  async #reload(): Promise<ReloadSummary> {
    const { repository, registry } = this.#options;
    const scan = await scanRepository(repository);
    this.#bundles = scan.bundles;
    const old = this.#current;
    const suspicious = this.#suspicious;
    this.#suspicious = false;
    if (old !== undefined && !suspicious && isUpToDate(old, scan)) return this.#summary(old, false);
    const trial = await Loader.start();
    this.#trial = trial;
    let selection: Selection;
    try {
      selection = await selectModels(scan, registry, trial);
      if (this.#closed) throw new UnavailableError("the server is shutting down");
      this.#report(selection);
      if (old === undefined || suspicious) this.#versions = selection.versions;
      if (selection.models.length === 0) throw nothingToServe(repository, selection);
    } catch (error) {
      await trial.discard();
      throw error;
    } finally {
      this.#trial = undefined;
    }
    this.#versions = selection.versions;
    if (old !== undefined && !suspicious && sameModels(old, selection)) {
      await trial.discard();
      return this.#summary(old, false);
    }
    const { models } = selection;
    const onEvent = (event: PoolEvent) => this.#onEvent(event);
    const pool = await ExecutorPool.start(models, this.#options.pool, onEvent, trial.release());
    const next = new Generation(models, pool);
    this.#current = next;
    if (old !== undefined) {
      this.#announce(old, next);
      this.#retire(old);
    }
    return this.#summary(next, true);
  }

  #retire(generation: Generation): void {
    const done: Promise<void> = generation.retire(this.#hurry.signal).finally(() => this.#retiring.delete(done));
    this.#retiring.add(done);
  }

  #summary(generation: Generation, changed: boolean): ReloadSummary {
    const models = [...generation.models.values()].map(({ name, bundle }) => ({ name, version: bundle.version }));
    return { changed, models, refused: this.#versions.filter(({ state }) => state === "refused") };
  }

  #report({ versions }: Selection): void {
    const { reporter } = this.#options;
    for (const { model, version, state, reason } of versions) {
      if (reason !== undefined) reporter.warn(`${model} version ${version} is ${state}: ${reason}`);
    }
  }

  #announce(old: Generation, next: Generation): void {
    for (const name of new Set([...old.models.keys(), ...next.models.keys()])) {
      const [before, now] = [old, next].map(({ models }) => models.get(name)?.bundle.version);
      if (before === now) continue;
      const what = now === undefined ? "is no longer served" : `version ${now} is served now`;
      this.#options.reporter.note(`${name} ${what}${before === undefined ? "" : `, before it version ${before} was`}`);
    }
  }

  #onEvent(event: PoolEvent): void {
    const { reporter } = this.#options;
    if (event.kind === "died") reporter.warn(`executor ${event.pid} ${event.why}; another one takes its place`);
    if (event.kind === "start failed") {
      reporter.warn(`an executor could not be started: ${event.why}; next try in ${event.retryIn / 1000} s`);
    }
    if (event.kind === "model lost") {
      reporter.warn(`${event.model} could not be loaded again, and is left out: ${event.why}`);
      this.#suspicious = true;
      if (!this.#closed) {
        this.reload().catch((error) => reporter.warn(`nothing else can be served in its place: ${messageOf(error)}`));
      }
    }
    reporter.record("executor", { ...event, pid: "pid" in event ? (event.pid ?? null) : null });
  }
}

/** True when the newest bundle of every model is the one that is served. */
function isUpToDate(generation: Generation, scan: RepositoryScan): boolean {
  const newest = [...candidates(scan).values()].flatMap(([bundle]) => bundle ?? []);
  return (
    newest.length === generation.models.size &&
    newest.every(({ model, version, id }) => {
      const active = generation.models.get(model)?.bundle;
      return active?.version === version && active.id === id;
    })
  );
}

function sameModels(generation: Generation, { models }: Selection): boolean {
  return (
    models.length === generation.models.size &&
    models.every(({ name, bundle }) => {
      const active = generation.models.get(name)?.bundle;
      return active?.version === bundle.version && active.id === bundle.id;
    })
  );
}

function nothingToServe(repository: string, { versions }: Selection): NotFoundError {
  const reasons = versions.map(({ model, version, reason }) => `${model} version ${version}: ${reason}`);
  return new NotFoundError("there is no model to serve", {
    where: { file: repository },
    next: reasons.length > 0 ? reasons.join("\n") : "Train and export one first: kiln train MODEL, kiln export MODEL.",
  });
}
