/** The models that a config lists, each loaded when it is asked for. */
import { dirname, resolve } from "node:path";
import type { AnyModelDefinition, Lazy, ModelRegistry, Part } from "../core/definition.js";
import { UsageError } from "../core/errors.js";
import { requireOwnProcessings } from "../core/find-operations.js";
import { nearest } from "../core/nearest.js";
import { loadFault } from "./fault.js";
import { sourceOf } from "./load.js";

/** The files behind a model; undefined for one that was given, not loaded. */
export interface ModelFiles {
  readonly definition: string | undefined;
  readonly recipe: string | undefined;
}

export class Models {
  readonly #listed: Readonly<Record<string, Lazy<AnyModelDefinition>>>;
  readonly #config: string;
  readonly #loaded = new Map<string, Promise<AnyModelDefinition>>();
  readonly #files = new Map<string, string | undefined>();

  /**
   * @param listed what the config says.
   * @param config its path, for messages.
   */
  constructor(listed: Readonly<Record<string, Lazy<AnyModelDefinition>>>, config: string) {
    this.#listed = listed;
    this.#config = config;
  }

  /** The folder of the project, absolute. */
  get root(): string {
    return dirname(resolve(this.#config));
  }

  /** In the order of the config. */
  get names(): readonly string[] {
    return Object.keys(this.#listed);
  }

  /** @throws UsageError with the nearest name, when no model has this one. */
  require(name: string): void {
    if (!Object.hasOwn(this.#listed, name)) throw unknownModel(name, this.names);
  }

  /**
   * One model.
   *
   * @throws UsageError when there is none of that name, or its module cannot be loaded or holds something else.
   */
  async definition(name: string): Promise<AnyModelDefinition> {
    this.require(name);
    const loading = this.#loaded.get(name) ?? this.#load(name);
    this.#loaded.set(name, loading);
    return await loading;
  }

  /**
   * All models that can be loaded.
   *
   * @param broken is told of each that cannot: it hurts alone.
   * @throws UsageError when two have a processing of the same name.
   */
  async all(broken: (name: string, error: Error) => void): Promise<ModelRegistry> {
    const entries = await Promise.all(
      this.names.map(async (name) => {
        try {
          return [[name, await this.definition(name)] as const];
        } catch (error) {
          broken(name, error instanceof Error ? error : new Error(String(error)));
          return [];
        }
      }),
    );
    const registry = Object.fromEntries(entries.flat());
    requireOwnProcessings(registry);
    return registry;
  }

  /**
   * A part of a model, or null when it has none.
   *
   * @throws UsageError when its module cannot be loaded, or holds something else.
   */
  async part<Kind extends "recipe" | "commands">(name: string, kind: Kind): Promise<Part<Kind> | null> {
    const definition = await this.definition(name);
    const lazy: Lazy<Part<string>> | undefined = definition[kind];
    if (lazy === undefined) return null;
    const loaded = await this.#run(lazy, `${name}/${kind}`);
    const part: unknown = loaded.default;
    if (isPart(part, kind)) return part;
    const maker = kind === "recipe" ? "defineRecipe of kilnjs/train" : "defineCommands of kilnjs/cli";
    throw new UsageError(`the default export of the ${kind} of "${name}" is not what ${maker} makes`, {
      where: { file: this.#files.get(`${name}/${kind}`) ?? this.#config },
    });
  }

  /** The files that a model and its recipe were loaded from. */
  async files(name: string): Promise<ModelFiles> {
    await this.part(name, "recipe");
    return { definition: this.#files.get(name), recipe: this.#files.get(`${name}/recipe`) };
  }

  async #load(name: string): Promise<AnyModelDefinition> {
    const lazy = this.#listed[name];
    if (lazy === undefined) throw unknownModel(name, this.names);
    const { default: definition } = await this.#run(lazy, name);
    const file = this.#files.get(name) ?? this.#config;
    if (!isDefinition(definition)) {
      throw new UsageError(`its default export is no model`, {
        where: { file },
        next: `The config lists it as "${name}": export a ModelDefinition as the default.`,
      });
    }
    if (definition.name !== name) {
      throw new UsageError(`this model calls itself "${definition.name}", and the config calls it "${name}"`, {
        where: { file },
        next: "Give it one name.",
      });
    }
    return definition;
  }

  /** Loads a module; what it throws is said with its file and line. */
  async #run<Exported>(lazy: Lazy<Exported>, key: string): Promise<{ readonly default: Exported }> {
    try {
      const loaded = await lazy();
      this.#files.set(key, sourceOf(loaded));
      return loaded;
    } catch (error) {
      throw loadFault(error, this.#config);
    }
  }
}

/** The error for a name that is none of the known ones. */
function unknownModel(name: string, known: readonly string[]): UsageError {
  const guess = nearest(name, known);
  const list = known.length === 0 ? "The config lists none." : `The models are ${known.join(", ")}.`;
  return new UsageError(`there is no model "${name}"`, {
    next: guess === undefined ? list : `Did you mean ${guess}? ${list}`,
  });
}

function isPart<Kind extends string>(value: unknown, kind: Kind): value is Part<Kind> {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === kind;
}

function isDefinition(value: unknown): value is AnyModelDefinition {
  if (typeof value !== "object" || value === null) return false;
  const { name, contract, processings } = value as Partial<AnyModelDefinition>;
  return typeof name === "string" && typeof contract === "function" && typeof processings === "object";
}
