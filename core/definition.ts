/** What a model is: its contract, its operations and resources, and the parts that are loaded where they are used. */
import type { z } from "zod";
import type { Contract } from "./contract.js";
import type { Operations } from "./operation.js";
import type { Resources } from "./resource.js";

/**
 * A part of a model that is loaded only where it is used, for instance `() => import("./train/recipe.js")`. The module's
 * default export is the part.
 */
export type Lazy<Part> = () => Promise<{ readonly default: Part }>;

/**
 * What a part is. `defineRecipe`, `defineCommands` and the like set it: a module with another default export is found out
 * by the compiler, and again when the part is loaded.
 */
export interface Part<Kind extends string> {
  readonly kind: Kind;
}

/** A model, everywhere. `Config` is the part of the training configuration that the contract depends on. */
export interface ModelDefinition<Config = never> {
  /** The name on the command line and in routes: small letters, digits, `_` and `-`. */
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** Checks the configuration that `contract` takes. */
  readonly config: z.ZodType<Config>;
  /** The contracts of the model's graphs; the first one is the bundle's main graph. */
  contract(config: Config): Contract[];
  /** Operations by processing name (`parcel@1`). An older name stays as long as versions that use it are served. */
  readonly processings: Readonly<Record<string, Operations>>;
  /** What can be looked at, by the same names. No name is that of an operation too. */
  readonly resources?: Readonly<Record<string, Resources>>;
  /** How it is trained (`defineRecipe` of `kilnjs/train`): Node only. A model without one is served, never trained. */
  readonly recipe?: Lazy<Part<"recipe">>;
  /** Its own view in the page (`kilnjs/page`): browser only. */
  readonly view?: Lazy<Part<"view">>;
  /** Its own commands (`defineCommands` of `kilnjs/cli`): Node only. */
  readonly commands?: Lazy<Part<"commands">>;
}

/** A definition whose configuration type is not known to the caller. */
// biome-ignore lint/suspicious/noExplicitAny: a registry holds definitions of different configurations; `config` checks.
export type AnyModelDefinition = ModelDefinition<any>;

/** Definitions by model name. */
export type ModelRegistry = Readonly<Record<string, AnyModelDefinition>>;
