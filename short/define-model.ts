/**
 * The short form: a model in one file. Everything that is not said has a default. It is written in terms of the full form:
 * what comes out is a `ModelDefinition` whose recipe is made of what was said.
 */
import { z } from "zod";
import type { EdgeCase } from "../core/contract.js";
import type { Lazy, ModelDefinition, Part } from "../core/definition.js";
import { FailedError, UsageError } from "../core/errors.js";
import type { Reader } from "../train/data/dataset.js";
import type { LossChoice } from "../train/losses/loss-choice.js";
import type { Nn } from "../train/nn/nn.js";
import type { Value } from "../train/nn/value.js";
import type { CommonSettings } from "../train/settings.js";
import type { ForeignModel } from "./layers/foreign.js";
import type { MetricFunction } from "./metrics.js";
import type { ShortSettings } from "./recipe/settings.js";
import type { AnyInput, AnyOutput, Input, Output } from "./specs.js";

/** What a request of a model holds, by its inputs. */
export type RequestOf<I> = { [K in keyof I]: I[K] extends Input<unknown, infer Client> ? Client : never };

/** What an answer of a model holds, by its outputs. */
export type AnswerOf<O> = { [K in keyof O]: O[K] extends Output<infer Answer> ? Answer : never };

/** A model in the short form; `operations` is there for types alone (`createClient<[typeof leaves]>`). */
export interface Model<Name extends string, Request, Answer> extends ModelDefinition<Record<string, unknown>> {
  readonly name: Name;
  readonly operations?: { readonly predict: { readonly request: Request; readonly answer: Answer } };
}

/** What `network` is: run once, when it is known what the data say. It makes its outputs of its inputs. */
export type NetworkOf<I, O, Settings> = (
  inputs: { readonly [K in keyof I]: I[K] extends Input<infer Made, unknown> ? Made : never },
  nn: Nn<keyof O & string>,
  settings: Settings,
) => { readonly [K in keyof O]: Value };

/** What defines a model; see the fields. */
export interface ModelSpec<
  Name extends string,
  I extends Readonly<Record<string, AnyInput>>,
  O extends Readonly<Record<string, AnyOutput>>,
  S extends z.ZodRawShape,
> {
  /** Small letters, digits and `_`: it stands in routes and file names. */
  readonly name: Name;
  /** What a person reads; the name when left out. */
  readonly title?: string;
  readonly summary?: string;
  readonly inputs: I;
  readonly outputs: O;
  /** Where examples come from: a reader of `kilnjs/data`. It fills every input and output. */
  readonly data: Reader<(keyof I | keyof O) & string>;
  readonly network: NetworkOf<I, O, z.output<z.ZodObject<S>>>;
  /** Settings of your own, for `--set` and sweeps; each has a default. */
  readonly settings?: S;
  /** Other defaults of the settings that every model has: `{ epochs: 20, optimizer: "sgd" }`. */
  readonly defaults?: Partial<Omit<CommonSettings & ShortSettings, "threads">>;
  /** One for all outputs, or one for each. Left out: cross-entropy of labels, mean squared differences of numbers. */
  readonly loss?: LossChoice | { readonly [K in keyof O]?: LossChoice };
  /** Figures of your own beside accuracy or error, by name. */
  readonly metrics?: Readonly<Record<string, MetricFunction>>;
  /** Inputs at the border of what the model takes, which every export is verified on, beside those that follow from ranges. */
  readonly edgeCases?: readonly EdgeCase[];
  /** Named sets of settings beside `demo`. */
  readonly presets?: Readonly<
    Record<string, { readonly summary: string; readonly values: Readonly<Record<string, unknown>> }>
  >;
  /** Commands of its own. */
  readonly commands?: Lazy<Part<"commands">>;
}

/** A model's file without its types. */
export type AnyModelSpec = ModelSpec<
  string,
  Readonly<Record<string, AnyInput>>,
  Readonly<Record<string, AnyOutput>>,
  z.ZodRawShape
> & {
  /** In the place of a network of `nn`: somebody else's, whose inputs and outputs are known when it is looked at. */
  readonly foreign?: ForeignModel;
};

/**
 * Defines a model in one file: what goes in, what comes out, where examples come from, and a network. Training, settings,
 * evaluation with baselines, export, serving and a form in the page follow from it.
 *
 * @throws UsageError for names that cannot be, or no inputs or outputs.
 *
 * @example
 * ```ts
 * export default defineModel({
 *   name: "parcel",
 *   inputs: { edges: number({ shape: [3], unit: "cm" }), zone: category(["local", "world"]) },
 *   outputs: { price: number({ unit: "euro" }) },
 *   data: csv("parcels.csv", { edges: ["length", "width", "height"], zone: "zone", price: "price" }),
 *   network: ({ edges, zone }, nn) => {
 *     const x = nn.concat([nn.standardize(edges), nn.embedding(zone, 4)]);
 *     return { price: nn.dense(nn.dense(x, 32, "relu"), 1) };
 *   },
 * });
 * ```
 */
export function defineModel<
  const Name extends string,
  const I extends Readonly<Record<string, AnyInput>>,
  const O extends Readonly<Record<string, AnyOutput>>,
  // biome-ignore lint/complexity/noBannedTypes: no settings of one's own are no keys.
  S extends z.ZodRawShape = {},
>(spec: ModelSpec<Name, I, O, S>): Model<Name, RequestOf<I>, AnswerOf<O>> {
  return definitionOf(spec.name, spec as unknown as AnyModelSpec);
}

/** The definition of a model that is told by its parts. */
export function definitionOf<Name extends string, Request, Answer>(
  name: Name,
  spec: AnyModelSpec,
): Model<Name, Request, Answer> {
  requireNames(spec);
  const definition: Model<Name, Request, Answer> = {
    name,
    title: spec.title ?? name,
    summary: spec.summary ?? summaryOf(spec),
    config: z.record(z.string(), z.unknown()),
    contract() {
      throw new FailedError(`the contract of ${name} depends on its data`, {
        next: "It is known when the data are read: the recipe for these facts has it.",
      });
    },
    // A version is asked by its contract alone (`predict@1`): page and server need nothing of this file.
    processings: {},
    recipe: async () => {
      const { shortRecipe } = await import("./recipe/recipe.js");
      return { default: shortRecipe(definition, spec) };
    },
    ...(spec.commands === undefined ? {} : { commands: spec.commands }),
  };
  return definition;
}

function summaryOf({ name, inputs, outputs }: AnyModelSpec): string {
  const [from, to] = [Object.keys(inputs), Object.keys(outputs)].map((names) => names.join(", "));
  return from === "" || to === "" ? name : `${to} from ${from}`;
}

const NAME = /^[a-z][a-z0-9_]*$/;

function requireNames({ name, inputs, outputs, foreign }: AnyModelSpec): void {
  const fields = [...Object.keys(inputs), ...Object.keys(outputs)];
  if (!NAME.test(name)) throw badName("a model", name);
  for (const field of fields) if (!NAME.test(field)) throw badName(`${name}: a field`, field);
  for (const [what, record] of Object.entries({ inputs, outputs })) {
    if (foreign === undefined && Object.keys(record).length === 0) throw new UsageError(`${name} has no ${what}`);
  }
  const twice = fields.find((field, i) => fields.indexOf(field) !== i);
  if (twice !== undefined) {
    throw new UsageError(`${name}: "${twice}" is an input and an output`, { next: "Give one of them another name." });
  }
}

function badName(what: string, name: string): UsageError {
  return new UsageError(`${what} cannot be called "${name}"`, {
    next: "A name begins with a small letter and holds small letters, digits and `_`: it stands in routes and files.",
  });
}
