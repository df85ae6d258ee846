/**
 * A network: its function is run once, without TensorFlow, as soon as it is known what the data say. What it gave back is
 * then computed as often as there are steps.
 */
import type { Tensor } from "@tensorflow/tfjs-node";
import { at } from "../../core/at.js";
import { FailedError, UsageError } from "../../core/errors.js";
import { nearest } from "../../core/nearest.js";
import type { Random } from "../../core/random.js";
import { makeTensor, sizeOf, type Tensors } from "../../core/tensor.js";
import { scope } from "../../trace/scope.js";
import type { TF } from "../../trace/tensorflow.js";
import type { TensorMap } from "../recipe.js";
import { Builder, type DrawSpec, type NetworkFacts, type WeightSpec } from "./builder.js";
import { initialNumbers } from "./initialisers.js";
import { layersOf, type Nn } from "./nn.js";
import { type Category, CategoryNode, type Context, InputNode, Node, type Value } from "./value.js";

/** An input of a network, as far as the network cares. */
export interface NetworkInput {
  readonly name: string;
  readonly kind: "number" | "category" | "picture" | "series";
  /** Without the batch. */
  readonly shape: readonly number[];
}

/** An output: how many numbers it has in a row. */
export interface NetworkOutput {
  readonly name: string;
  readonly width: number;
  /** What the numbers are, for messages: "a number for each of 3 labels". */
  readonly what: string;
}

/** The function of a network, whatever its types are. */
export type NetworkFunction = (
  inputs: Readonly<Record<string, Value & Category>>,
  nn: Nn,
) => Readonly<Record<string, Value>>;

/** What a network computes. */
export interface NetworkResult {
  /** By output, [batch, width]. */
  readonly outputs: Record<string, Tensor>;
  /** Running statistics after this step; none outside of training. */
  readonly state: Record<string, Tensor>;
}

/** A network. */
export class Network {
  readonly weights: ReadonlyMap<string, WeightSpec>;
  readonly draws: ReadonlyMap<string, DrawSpec>;
  readonly #outputs: ReadonlyMap<string, { readonly node: Node; readonly width: number }>;

  constructor(build: Builder, outputs: ReadonlyMap<string, { readonly node: Node; readonly width: number }>) {
    this.weights = build.weights;
    this.draws = build.draws;
    this.#outputs = outputs;
  }

  /** The weights before the first step. */
  initialize(random: Random): Tensors {
    return Object.fromEntries(
      [...this.weights].map(([name, spec]) => [
        name,
        makeTensor("float32", spec.shape, initialNumbers(spec.initialiser, random, spec, name)),
      ]),
    );
  }

  /** The random inputs of one step. */
  draw(random: Random, rows: number): Tensors {
    return Object.fromEntries(
      [...this.draws].map(([name, { kind, shape }]) => {
        const target = new Float32Array(rows * sizeOf(shape));
        const drawn = kind === "uniform" ? random.fillUniform(target) : random.fillNormal(target);
        return [name, makeTensor("float32", [rows, ...shape], drawn)];
      }),
    );
  }

  /** Weights that are learned, running statistics left out. */
  trainable(weights: TensorMap): Record<string, Tensor> {
    return Object.fromEntries(Object.entries(weights).filter(([name]) => this.weights.get(name)?.trainable === true));
  }

  /**
   * Computes the outputs. Pure: running statistics of the next step come back beside them.
   *
   * @param random what `draw` drew; left out: no training step, nothing is dropped.
   */
  forward(tf: TF, weights: TensorMap, inputs: TensorMap, random?: TensorMap): NetworkResult {
    const state: Record<string, Tensor> = {};
    const training = random !== undefined;
    const context: Context = { tf, weights, inputs, training, random: random ?? {}, state, shared: new Map() };
    const done = new Map<Node, Tensor>();
    const outputs = Object.fromEntries(
      [...this.#outputs].map(([name, { node, width }]) => [
        name,
        tf.reshape(evaluate(node, context, done), [-1, width]) as Tensor,
      ]),
    );
    return { outputs, state };
  }
}

/** Depth first, without recursion: a network may be deeper than the stack of calls. */
function evaluate(goal: Node, context: Context, done: Map<Node, Tensor>): Tensor {
  const open: Node[] = [goal];
  for (let node = open.at(-1); node !== undefined; node = open.at(-1)) {
    const missing = node.from.filter((one) => !done.has(one));
    if (missing.length > 0) {
      open.push(...missing);
      continue;
    }
    open.pop();
    if (done.has(node)) continue;
    const { compute, from, name } = node;
    const inputs = from.map((one) => done.get(one) as Tensor);
    done.set(
      node,
      name.split("/").reduceRight<() => Tensor>(
        (inner, part) => () => scope(part, inner),
        () => compute(context, ...inputs),
      )(),
    );
  }
  const result = done.get(goal);
  if (result === undefined) throw new FailedError(`${goal.name} was not computed`);
  return result;
}

/**
 * Runs a network's function once.
 *
 * @throws UsageError when layers do not fit together, when it gives other names than the outputs, another shape than an
 * output has, or makes weights that no output depends on: naming the layer.
 */
export function buildNetwork(
  run: NetworkFunction,
  inputs: readonly NetworkInput[],
  outputs: readonly NetworkOutput[],
  facts: NetworkFacts,
): Network {
  const build = new Builder(facts, Object.fromEntries(outputs.map(({ name, width }) => [name, width])));
  const given = Object.fromEntries(inputs.map((input) => [input.name, inputValue(input, facts)]));
  const made: unknown = run(given as unknown as Readonly<Record<string, Value & Category>>, layersOf(build));
  if (typeof made !== "object" || made === null || made instanceof Node) {
    throw new UsageError("the network gives back no record of its outputs", {
      next: `Let it end with: return { ${outputs.map(({ name }) => `${name}: …`).join(", ")} };`,
    });
  }
  const entries = made as Readonly<Record<string, unknown>>;
  refuseOtherNames(
    Object.keys(entries),
    outputs.map(({ name }) => name),
  );
  const nodes = new Map(
    outputs.map((output) => [output.name, { node: outputNode(output, entries[output.name]), width: output.width }]),
  );
  refuseUnused(
    build,
    [...nodes.values()].map(({ node }) => node),
  );
  return new Network(build, nodes);
}

function inputValue({ name, kind, shape }: NetworkInput, facts: NetworkFacts): Node | CategoryNode {
  const input = ({ inputs }: Context): Tensor => {
    const tensor = inputs[name];
    if (tensor === undefined) throw new FailedError(`the input "${name}" was not given`);
    return tensor;
  };
  if (kind === "category") {
    return new CategoryNode(name, facts.names[name] ?? [], new Node(name, [], [], input));
  }
  // Not raw: whatever a picture's numbers were, they are from 0 to 1 now.
  if (kind === "picture") return new Node(name, shape, [], (context) => context.tf.mul(input(context), 1 / 255));
  if (shape.length > 0) return new InputNode(name, shape, input);
  return new InputNode(name, [1], (context) => context.tf.reshape(input(context), [-1, 1]));
}

function refuseOtherNames(given: readonly string[], wanted: readonly string[]): void {
  const missing = wanted.filter((name) => !given.includes(name));
  const surplus = given.filter((name) => !wanted.includes(name));
  const [odd = missing[0]] = surplus;
  if (odd === undefined) return;
  const guess = surplus.length > 0 ? nearest(odd, missing) : undefined;
  const what =
    surplus.length > 0
      ? `the network gives "${odd}", which is not an output of the model`
      : `the network does not give the output "${odd}"`;
  throw new UsageError(what, {
    next: `${guess === undefined ? "" : `Did you mean ${guess}? `}The outputs are ${wanted.join(", ")}.`,
  });
}

function outputNode({ name, width, what }: NetworkOutput, value: unknown): Node {
  if (!(value instanceof Node)) {
    throw new UsageError(`the network's "${name}" is not a value of the network`, {
      next: "Give back what a layer gave, for instance nn.dense(x, 1).",
    });
  }
  const size = sizeOf(value.shape);
  if (size === width) return value;
  throw new UsageError(
    `the output "${name}" is ${what}, [${width}], and the network gives [${value.shape.join(", ")}] (${value.name})`,
    { next: `nn.logits(x, "${name}") makes a dense layer that is wide enough.` },
  );
}

/** Weights that no output depends on would never learn: something was made and then forgotten. */
function refuseUnused(build: Builder, outputs: readonly Node[]): void {
  const seen = new Set<Node>();
  const open = [...outputs];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    open.push(...node.from);
  }
  const used = new Set([...seen].flatMap(({ uses }) => uses));
  const unused = [...build.weights.keys()].filter((name) => !used.has(name));
  if (unused.length === 0) return;
  const first = at(unused, 0);
  throw new UsageError(`no output depends on ${first.slice(0, first.lastIndexOf("/"))}, so it would never learn`, {
    next: "Use what that layer gives, or take it out of the network.",
  });
}
