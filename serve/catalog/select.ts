/** Chooses what to serve: of each model the newest bundle that is whole, known to this Kiln, and passes its trial. */
import type { ModelRegistry } from "../../core/definition.js";
import { KilnError } from "../../core/errors.js";
import type { PublishedBundle, RepositoryScan } from "../../store/bundle.js";
import { ExecutorStartError } from "../executor/executor-start-error.js";
import type { Loader } from "../executor/loader.js";
import { type ActiveModel, activeModel } from "./active-model.js";
import type { VersionState } from "./version-state.js";

/** What was chosen, and what became of everything else. */
export interface Selection {
  readonly models: readonly ActiveModel[];
  readonly versions: readonly VersionState[];
}

/** Bundles by model, newest first. */
export function candidates(scan: RepositoryScan): Map<string, PublishedBundle[]> {
  const byModel = new Map<string, PublishedBundle[]>();
  for (const bundle of scan.bundles) {
    byModel.set(bundle.model, [bundle, ...(byModel.get(bundle.model) ?? [])]);
  }
  return byModel;
}

/**
 * Tries the candidates of each model, newest first, until one passes.
 *
 * @throws whatever is not the fault of a bundle: no executor can be started.
 */
export async function selectModels(scan: RepositoryScan, registry: ModelRegistry, trial: Loader): Promise<Selection> {
  const models: ActiveModel[] = [];
  const versions: VersionState[] = [];
  for (const [model, bundles] of candidates(scan)) {
    let chosen: ActiveModel | undefined;
    for (const bundle of bundles) {
      if (chosen !== undefined) {
        versions.push({ model, version: bundle.version, state: "available" });
        continue;
      }
      const outcome = await tryBundle(registry, bundle, trial);
      if (typeof outcome === "string") {
        versions.push({ model, version: bundle.version, state: "refused", reason: outcome });
      } else {
        chosen = outcome;
        models.push(chosen);
        versions.push({ model, version: bundle.version, state: "active" });
      }
    }
  }
  for (const { graph, version, reason } of scan.ignored) {
    versions.push({ model: graph, version, state: "ignored", reason });
  }
  return { models, versions };
}

async function tryBundle(
  registry: ModelRegistry,
  bundle: PublishedBundle,
  trial: Loader,
): Promise<ActiveModel | string> {
  try {
    const model = activeModel(registry, bundle);
    await trial.load(model.graphs);
    return model;
  } catch (error) {
    if (error instanceof ExecutorStartError) throw error;
    // A bug in loading is the bundle's fault too, as far as serving goes: onnxruntime throws plain errors.
    if (error instanceof KilnError) return error.message;
    if (error instanceof Error) return error.stack ?? error.message;
    throw error;
  }
}
