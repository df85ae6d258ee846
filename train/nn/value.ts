/** What a network's function is given and gives back: not numbers, but how they will be computed. */
import type { Tensor } from "@tensorflow/tfjs-node";
import { UsageError } from "../../core/errors.js";
import type { TF } from "../../trace/tensorflow.js";
import type { TensorMap } from "../recipe.js";

/**
 * A value inside of a network: a tensor to be, of a shape that is known, with the batch in front of it.
 *
 * @typeParam R its rank without the batch: 1 for features, 2 for a series [time, features], 3 for a picture [height, width,
 * channels].
 */
export interface Value<R extends number = number> {
  readonly rank: R;
  /** Without the batch. */
  readonly shape: readonly number[];
}

/** An input as a client sends it, in its own unit: `nn.standardize` takes it and nothing else. */
export interface Raw<R extends number = number> extends Value<R> {
  /** The name of the input. */
  readonly input: string;
}

/** An input that is one of several names; `nn.embedding` and `nn.oneHot` make numbers of it. */
export interface Category {
  /** The name of the input. */
  readonly input: string;
  readonly names: readonly string[];
}

/** What a value is computed with. */
export interface Context {
  readonly tf: TF;
  readonly weights: TensorMap;
  readonly inputs: TensorMap;
  /** True in a training step: dropout drops, batch statistics are the batch's. */
  readonly training: boolean;
  /** What was drawn for this step, by the names of the draws. */
  readonly random: TensorMap;
  /** Running statistics after this step, by the names of their weights; layers add theirs. */
  readonly state: Record<string, Tensor>;
  /** What a layer has computed already and several of its values share. */
  readonly shared: Map<object, readonly Tensor[]>;
}

/** Computes a value from those that it depends on. */
export type Compute = (context: Context, ...inputs: Tensor[]) => Tensor;

/** A value as the builder makes it. */
export class Node<R extends number = number> implements Value<R> {
  readonly rank: R;
  /**
   * @param name the layer, a path: the scope in which it is computed.
   * @param shape without the batch.
   * @param uses weights that it reads.
   */
  constructor(
    readonly name: string,
    readonly shape: readonly number[],
    readonly from: readonly Node[],
    readonly compute: Compute,
    readonly uses: readonly string[] = [],
  ) {
    this.rank = shape.length as R;
  }
}

/** An input of the network, raw. */
export class InputNode<R extends number = number> extends Node<R> implements Raw<R> {
  constructor(
    readonly input: string,
    shape: readonly number[],
    compute: Compute,
  ) {
    super(input, shape, [], compute);
  }
}

/** A category: an index for each row. */
export class CategoryNode implements Category {
  /** @param node int32 [batch]. */
  constructor(
    readonly input: string,
    readonly names: readonly string[],
    readonly node: Node,
  ) {}
}

/**
 * The node behind a value.
 *
 * @param place the layer that is given it, for the message.
 * @throws UsageError for anything else: a number, a tensor, a category.
 */
export function nodeOf<R extends number>(value: Value<R>, place: string): Node<R> {
  if (value instanceof Node) return value as Node<R>;
  const given: unknown = value;
  if (given instanceof CategoryNode) {
    throw new UsageError(`${place} takes numbers, and "${given.input}" is a category`, {
      next: `Write nn.embedding(${given.input}, 4) or nn.oneHot(${given.input}).`,
    });
  }
  throw new UsageError(`${place} was given ${described(given)}, which is not a value of the network`, {
    next: "Give it an input, or what another layer gave.",
  });
}

function described(value: unknown): string {
  if (typeof value === "function") return "a function";
  return typeof value === "object" && value !== null
    ? `an object (${Object.keys(value).slice(0, 3).join(", ")})`
    : String(value);
}
