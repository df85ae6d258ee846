/** A model that is being served: one whole bundle and the code that belongs to it. */
import type { AnyModelDefinition, ModelRegistry } from "../../core/definition.js";
import { VerificationError } from "../../core/errors.js";
import { operationsOf } from "../../core/find-operations.js";
import type { Manifest } from "../../core/manifest.js";
import type { Operations } from "../../core/operation.js";
import { type Resources, resourcesOf } from "../../core/resource.js";
import type { PublishedBundle } from "../../store/bundle.js";
import { graphKey, type KeyedGraph } from "../executor/messages.js";

export interface ActiveModel {
  readonly name: string;
  /** `parcel@3` */
  readonly label: string;
  readonly definition: AnyModelDefinition | undefined;
  readonly bundle: PublishedBundle;
  /** Of the main graph. */
  readonly manifest: Manifest;
  /** By graph name. */
  readonly manifests: Readonly<Record<string, Manifest>>;
  readonly operations: Operations;
  readonly resources: Resources;
  readonly graphs: readonly KeyedGraph[];
}

/**
 * Finds the code for a bundle.
 *
 * @throws NotFoundError when its model is the project's and does not know its processing; VerificationError when
 * its graphs do not name the same processing.
 */
export function activeModel(registry: ModelRegistry, bundle: PublishedBundle): ActiveModel {
  const graphs = Object.values(bundle.graphs);
  const main = bundle.graphs[bundle.main];
  if (main === undefined) throw new VerificationError(`the bundle lacks its main graph ${bundle.main}`);
  const { processing } = main.manifest.contract;
  const stranger = graphs.find(({ manifest }) => manifest.contract.processing !== processing);
  if (stranger !== undefined) {
    throw new VerificationError(
      `${main.name} is ${processing} and ${stranger.name} is ${stranger.manifest.contract.processing}`,
    );
  }
  const manifests = Object.fromEntries(graphs.map(({ name, manifest }) => [name, manifest]));
  return {
    name: bundle.model,
    label: `${bundle.model}@${bundle.version}`,
    definition: registry[bundle.model],
    bundle,
    manifest: main.manifest,
    manifests,
    operations: operationsOf(registry, manifests),
    resources: resourcesOf(registry, processing),
    graphs: graphs.map((graph) => ({ key: graphKey(graph), graph })),
  };
}
