/** What `models/<name>/` exports: the model's contract, its operations and its resources. */
import type { z } from "zod";
import type { Contract } from "./contract.js";
import type { Operations } from "./operation.js";
import type { Resources } from "./resource.js";

/**
 * A part of a model that is loaded only where it is used, for instance `() => import("./train/recipe.js")`. The module's
 * default export is the part.
 */
export type Lazy<Part> = () => Promise<{ readonly default: Part }>;

/** A model, everywhere. `Config` is the part of the training configuration that the contract depends on. */
export interface ModelDefinition<Config = never> {
  /** `trend`, `faces`: the name on the command line and in routes. */
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** Checks the configuration that `contract` takes. */
  readonly config: z.ZodType<Config>;
  /** The contracts of the model's graphs; the first one is the bundle's main graph. */
  contract(config: Config): Contract[];
  /** Operations by processing name (`trend@1`). An older name stays as long as versions that use it are served. */
  readonly processings: Readonly<Record<string, Operations>>;
  /** What can be looked at, by the same names. No name is that of an operation too. */
  readonly resources?: Readonly<Record<string, Resources>>;
  /** How it is trained (`Recipe` of `kilnjs/train`): Node only. A model without one is served, and never trained here. */
  readonly recipe?: Lazy<unknown>;
  /** Its own view in the page (`kilnjs/page`): browser only. */
  readonly view?: Lazy<unknown>;
  /** Its own commands (`kilnjs/cli`): Node only. */
  readonly commands?: Lazy<unknown>;
}

/** A definition whose configuration type is not known to the caller. */
// biome-ignore lint/suspicious/noExplicitAny: a registry holds definitions of different configurations; `config` checks.
export type AnyModelDefinition = ModelDefinition<any>;

/** Definitions by model name. */
export type ModelRegistry = Readonly<Record<string, AnyModelDefinition>>;
