/** Collects what a network is made of while its function runs once: weights, random inputs, names of layers. */
import { UsageError } from "../../core/errors.js";
import type { Initialiser, WeightForm } from "./initialisers.js";
import { type Compute, Node } from "./value.js";

/** A weight, or a running statistic. */
export interface WeightSpec extends WeightForm {
  readonly initialiser: Initialiser;
  /** False for running statistics: the step replaces them, and no gradient reaches them. */
  readonly trainable: boolean;
  /** Whether weight decay shrinks it: biases and scales are spared. */
  readonly decays: boolean;
}

/** Random numbers of a step: uniform in [0, 1) or standard normal, [batch, ...shape]. */
export interface DrawSpec {
  readonly kind: "uniform" | "normal";
  readonly shape: readonly number[];
}

/** What a layer asks for when it makes a weight. */
export interface WeightWish {
  readonly shape: readonly number[];
  readonly initialiser: Initialiser;
  readonly fanIn?: number;
  readonly fanOut?: number;
  readonly trainable?: boolean;
  readonly decays?: boolean;
}

/** What the data say, as far as a network depends on it. */
export interface NetworkFacts {
  /** Names of categories and labels by field. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** By field: one entry a component, or a channel. */
  readonly statistics: Readonly<Record<string, readonly { readonly mean: number; readonly deviation: number }[]>>;
}

/** A network in the making. */
export class Builder {
  readonly weights = new Map<string, WeightSpec>();
  readonly draws = new Map<string, DrawSpec>();
  readonly facts: NetworkFacts;
  /** Numbers that each output has in a row, where the network can ask for it (`nn.logits`). */
  readonly widths: Readonly<Record<string, number>>;
  /** Layers so far, by the path of their scope and their kind. */
  #counts = new Map<string, number>();
  readonly #taken = new Set<string>();
  #path = "";
  /** Inside of a part that is called again: names and weights are those of the first call. */
  #again = false;

  constructor(facts: NetworkFacts, widths: Readonly<Record<string, number>>) {
    this.facts = facts;
    this.widths = widths;
  }

  /**
   * The path of a new layer: its own name, or its kind and a number.
   *
   * @throws UsageError when two layers are given one name.
   */
  layer(kind: string, given: string | undefined): string {
    if (given !== undefined && !/^[A-Za-z0-9][\w.-]*$/.test(given)) {
      throw new UsageError(`"${given}" cannot be the name of a layer`, {
        next: "Use letters, digits, `_`, `-` and `.`; nn.scope makes paths.",
      });
    }
    const path = `${this.#path}${given ?? this.#numbered(kind)}`;
    if (this.#taken.has(path) && !this.#again) {
      throw new UsageError(`the network has two layers called "${path}"`, {
        next: "Give one of them another name; nn.shared makes a part that is used twice with the same weights.",
      });
    }
    this.#taken.add(path);
    return path;
  }

  #numbered(kind: string): string {
    const key = `${this.#path}${kind}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return `${kind}_${count}`;
  }

  /** Runs `make` with all its layers below a name. */
  scope<Result>(name: string, make: () => Result): Result {
    const outside = this.#path;
    this.#path = `${this.layer("scope", name)}/`;
    try {
      return make();
    } finally {
      this.#path = outside;
    }
  }

  /** A part of a network that has the same weights each time that it is called. */
  shared<Args extends readonly unknown[], Result>(
    name: string | undefined,
    make: (...args: Args) => Result,
  ): (...args: Args) => Result {
    const path = this.layer("shared", name);
    let calls = 0;
    return (...args) => {
      const [outside, counts, again] = [this.#path, this.#counts, this.#again];
      this.#path = `${path}/`;
      this.#counts = new Map();
      this.#again = again || calls > 0;
      calls += 1;
      try {
        return make(...args);
      } finally {
        this.#path = outside;
        this.#counts = counts;
        this.#again = again;
      }
    };
  }

  /**
   * A weight of a layer.
   *
   * @returns its name, `dense_1/kernel`.
   * @throws UsageError when a part is called again with an input of another shape.
   */
  weight(layer: string, part: string, wish: WeightWish): string {
    const name = `${layer}/${part}`;
    const { shape, initialiser, trainable = true, decays = trainable && shape.length > 1 } = wish;
    const before = this.weights.get(name);
    if (before !== undefined) {
      if (String(before.shape) === String(shape)) return name;
      throw new UsageError(
        `${name} is [${before.shape.join(", ")}] and would be [${shape.join(", ")}]: a shared part was given inputs of two shapes`,
      );
    }
    const last = shape.at(-1) ?? 1;
    const { fanIn = shape.reduce((product, size) => product * size, 1) / last, fanOut = last } = wish;
    this.weights.set(name, { shape: [...shape], initialiser, fanIn, fanOut, trainable, decays });
    return name;
  }

  /** Random numbers that a layer needs in each step. */
  draw(layer: string, part: string, spec: DrawSpec): string {
    let name = `${layer}/${part}`;
    // A shared part draws anew each time that it is called.
    for (let call = 2; this.draws.has(name); call++) name = `${layer}/${part}_${call}`;
    this.draws.set(name, spec);
    return name;
  }

  /** A value. */
  node<R extends number>(
    layer: string,
    shape: readonly number[],
    from: readonly Node[],
    compute: Compute,
    uses: readonly string[] = [],
  ): Node<R> {
    const wrong = shape.find((size) => !Number.isInteger(size) || size < 1);
    if (wrong !== undefined) {
      throw new UsageError(`${layer} would have the shape [${shape.join(", ")}]`, {
        next: `It is made of [${from.map((one) => one.shape.join(", ")).join("] and [")}]: nothing is left of a dimension.`,
      });
    }
    return new Node<R>(layer, [...shape], from, compute, uses);
  }
}

/**
 * Refuses a value of another rank than a layer takes.
 *
 * @param form what it takes, for the message: "[height, width, channels]".
 * @throws UsageError
 */
export function requireRank(layer: string, node: Node, rank: number, form: string): void {
  if (node.shape.length === rank) return;
  throw new UsageError(`${layer} takes ${form}, and was given [${node.shape.join(", ")}] (${node.name})`, {
    next: "Shapes are without the batch. nn.flatten and nn.reshape change them.",
  });
}
