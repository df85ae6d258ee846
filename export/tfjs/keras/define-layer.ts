/** How a layer that tfjs lacks is written: its weights, the shape of its output, and what it computes. */
import type { Tensor } from "@tensorflow/tfjs";
import type { Tfjs } from "../../../trace/tfjs.js";
import { ownName } from "./classes.js";

/** Lengths of a tensor; null where it follows the batch. */
export type Shape = (number | null)[];

/** A layer's options, by the names that tfjs gives them: `keepdims`, `numHeads`. */
export type Options = Readonly<Record<string, unknown>>;

/** What a layer computes with. */
export interface LayerCall {
  readonly tf: Tfjs;
  readonly options: Options;
  /** A weight by its name. */
  weight(name: string): Tensor;
  /** True when the layer has the weight: biases can be left out. */
  has(name: string): boolean;
  /** Applies the activation of the options. */
  activate(x: Tensor): Tensor;
}

/** A layer class. */
export interface LayerDefinition {
  /** Keras' name of it. */
  readonly className: string;
  /** Shapes of its weights by name, in Keras' order. */
  readonly weights?: (inputs: readonly Shape[], options: Options) => Readonly<Record<string, readonly number[]>>;
  /** Shape of its output; that of the first input when left out. */
  readonly outputShape?: (inputs: readonly Shape[], options: Options) => Shape;
  readonly call: (layer: LayerCall, ...inputs: readonly Tensor[]) => Tensor;
}

/** Registers a layer with tfjs, under a name of its own. */
export function registerLayer(tf: Tfjs, definition: LayerDefinition): void {
  class Own extends tf.layers.Layer {
    static readonly className = ownName(definition.className);
    readonly options: Options;
    readonly #weights = new Map<string, { read(): Tensor }>();
    readonly #activation: { apply(x: Tensor): unknown } | undefined;

    constructor(options: Options) {
      super(options as never);
      this.options = options;
      this.supportsMasking = true;
      const { activation } = options;
      if (typeof activation === "string" && activation !== "linear") {
        this.#activation = tf.layers.activation({ activation: activation as "relu" }) as never;
      }
    }

    override build(inputShape: Shape | Shape[]): void {
      const weights = definition.weights?.(shapesOf(inputShape), this.options) ?? {};
      for (const [name, shape] of Object.entries(weights)) {
        this.#weights.set(name, this.addWeight(name, [...shape], "float32", tf.initializers.zeros()));
      }
      super.build(inputShape);
    }

    override computeOutputShape(inputShape: Shape | Shape[]): Shape {
      const shapes = shapesOf(inputShape);
      return definition.outputShape?.(shapes, this.options) ?? [...(shapes[0] ?? [])];
    }

    override call(inputs: Tensor | Tensor[]): Tensor {
      const layer: LayerCall = {
        tf,
        options: this.options,
        weight: (name) => {
          const weight = this.#weights.get(name);
          if (weight === undefined) throw new Error(`the layer ${this.name} has no weight ${name}`);
          return weight.read();
        },
        has: (name) => this.#weights.has(name),
        activate: (x) => (this.#activation === undefined ? x : (this.#activation.apply(x) as Tensor)),
      };
      return tf.tidy(() => definition.call(layer, ...(Array.isArray(inputs) ? inputs : [inputs])));
    }

    override getConfig(): never {
      return { ...this.options, ...super.getConfig() } as never;
    }
  }
  tf.serialization.registerClass(Own as never);
}

function shapesOf(inputShape: Shape | Shape[]): Shape[] {
  return Array.isArray(inputShape[0]) ? (inputShape as Shape[]) : [inputShape as Shape];
}

/** A length that a layer cannot be without. */
export function fixed(shape: Shape | undefined, axis: number): number {
  const length = shape?.at(axis);
  if (typeof length === "number") return length;
  throw new Error(`the length of axis ${axis} is left open`);
}

/** `3` or `[3]` or `[1, 2, 3]`, as often as there are axes. */
export function perAxis(value: unknown, axes: number): number[] {
  const list = Array.isArray(value) ? value.map(Number) : [Number(value ?? 1)];
  return Array.from({ length: axes }, (_, i) => list[i] ?? list[0] ?? 1);
}

/** `2`, `[1, 2]` or `[[1, 1], [2, 2]]`: what lies before and after each axis. */
export function sides(value: unknown, axes: number): [number, number][] {
  const list = Array.isArray(value) ? value : Array.from({ length: axes }, () => value);
  if (axes === 1 && list.length === 2 && !Array.isArray(list[0])) return [[Number(list[0]), Number(list[1])]];
  return Array.from({ length: axes }, (_, i): [number, number] => {
    const entry: unknown = list[i] ?? list[0];
    return Array.isArray(entry) ? [Number(entry[0]), Number(entry[1])] : [Number(entry), Number(entry)];
  });
}
