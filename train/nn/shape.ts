/** Layers without weights that arrange values and put them together. */
import type { Tensor } from "@tensorflow/tfjs-node";
import { UsageError } from "../../core/errors.js";
import { sizeOf } from "../../core/tensor.js";
import type { TF } from "../../trace/tensorflow.js";
import type { Builder } from "./builder.js";
import { nodeOf, type Value } from "./value.js";

/** Layers of `nn` that arrange and combine. */
export function shapeLayers(build: Builder) {
  const combine =
    (kind: "add" | "multiply" | "average" | "maximum", join: (tf: TF, a: Tensor, b: Tensor) => Tensor) =>
    <R extends number>(values: readonly Value<R>[]): Value<R> => {
      const nodes = values.map((value) => nodeOf(value, `nn.${kind}`));
      const layer = build.layer(kind, undefined);
      const [first, ...rest] = nodes;
      if (first === undefined) throw new UsageError(`nn.${kind} takes at least one value`);
      const other = rest.find(({ shape }) => String(shape) !== String(first.shape));
      if (other !== undefined) {
        throw new UsageError(
          `${layer} takes values of one shape, and was given [${first.shape.join(", ")}] (${first.name}) and [${other.shape.join(", ")}] (${other.name})`,
        );
      }
      return build.node<R>(layer, first.shape, nodes, ({ tf }, ...inputs) => {
        const joined = inputs.reduce((a, b) => join(tf, a, b));
        return kind === "average" ? tf.mul(joined, 1 / inputs.length) : joined;
      });
    };
  return {
    /** Values side by side along their last dimension (or `axis`, counted without the batch); the others must be equal. */
    concat<R extends number>(values: readonly Value<R>[], axis = -1): Value<R> {
      const nodes = values.map((value) => nodeOf(value, "nn.concat"));
      const layer = build.layer("concat", undefined);
      const [first] = nodes;
      if (first === undefined) throw new UsageError("nn.concat takes at least one value");
      const along = axis < 0 ? first.shape.length + axis : axis;
      const outside = (shape: readonly number[]) => String(shape.map((size, i) => (i === along ? "*" : size)));
      const other = nodes.find(({ shape }) => outside(shape) !== outside(first.shape));
      if (other !== undefined || along < 0 || along >= first.shape.length) {
        const given = nodes.map(({ shape, name }) => `[${shape.join(", ")}] (${name})`).join(", ");
        throw new UsageError(`${layer} cannot put ${given} side by side along dimension ${axis}`);
      }
      const length = nodes.reduce((sum, { shape }) => sum + (shape[along] ?? 0), 0);
      const shape = first.shape.map((size, i) => (i === along ? length : size));
      return build.node<R>(layer, shape, nodes, ({ tf }, ...inputs) => tf.concat(inputs, along + 1));
    },

    /** All numbers of a row in one dimension. */
    flatten(x: Value): Value<1> {
      const node = nodeOf(x, "nn.flatten");
      const size = sizeOf(node.shape);
      const layer = build.layer("flatten", undefined);
      return build.node<1>(layer, [size], [node], ({ tf }, input) => tf.reshape(input as Tensor, [-1, size]));
    },

    /** The numbers of a row in another shape of as many. */
    reshape<const Shape extends readonly number[]>(x: Value, shape: Shape): Value<Shape["length"]> {
      const node = nodeOf(x, "nn.reshape");
      const layer = build.layer("reshape", undefined);
      if (sizeOf(shape) !== sizeOf(node.shape)) {
        throw new UsageError(`${layer}: [${node.shape.join(", ")}] has not as many numbers as [${shape.join(", ")}]`);
      }
      return build.node<Shape["length"]>(layer, shape, [node], ({ tf }, input) =>
        tf.reshape(input as Tensor, [-1, ...shape]),
      );
    },

    /** The sum, element by element. */
    add: combine("add", (tf, a, b) => tf.add(a, b)),
    /** The product, element by element. */
    multiply: combine("multiply", (tf, a, b) => tf.mul(a, b)),
    /** The mean, element by element. */
    average: combine("average", (tf, a, b) => tf.add(a, b)),
    /** The larger one, element by element. */
    maximum: combine("maximum", (tf, a, b) => tf.maximum(a, b)),

    /**
     * What `inner` makes of x, plus x (He et al. 2015). Where the width changes, x goes through a dense layer without bias
     * first.
     */
    residual<R extends number>(x: Value<R>, inner: (x: Value<R>) => Value<R>): Value<R> {
      const node = nodeOf(x, "nn.residual");
      const layer = build.layer("residual", undefined);
      return build.scope(`${layer.slice(layer.lastIndexOf("/") + 1)}_inner`, () => {
        const made = nodeOf(inner(x), "nn.residual");
        const [from = 1, to = 1] = [node.shape.at(-1), made.shape.at(-1)];
        const sameOutside = String(made.shape.slice(0, -1)) === String(node.shape.slice(0, -1));
        if (!sameOutside) {
          throw new UsageError(
            `${layer}: what is inside turns [${node.shape.join(", ")}] into [${made.shape.join(", ")}], which cannot be added`,
            { next: "Only the last dimension may change: keep strides at 1 and padding at same." },
          );
        }
        if (from === to) {
          return build.node<R>(layer, made.shape, [node, made], ({ tf }, a, b) => tf.add(a as Tensor, b as Tensor));
        }
        const kernel = build.weight(layer, "projection", { shape: [from, to], initialiser: "glorotUniform" });
        return build.node<R>(
          layer,
          made.shape,
          [node, made],
          ({ tf, weights }, a, b) => {
            const flat = tf.reshape(a as Tensor, [-1, from]);
            const projected = tf.matMul(flat, weights[kernel] as Tensor);
            return tf.add(tf.reshape(projected, [-1, ...made.shape]), b as Tensor);
          },
          [kernel],
        );
      });
    },

    /** x times a number. */
    scale<R extends number>(x: Value<R>, factor: number): Value<R> {
      const node = nodeOf(x, "nn.scale");
      const layer = build.layer("scale", undefined);
      return build.node<R>(layer, node.shape, [node], ({ tf }, input) => tf.mul(input as Tensor, factor));
    },

    /**
     * Any function of tensors that has a gradient and can be recorded: pure, without reading values, drawing nothing.
     *
     * @param shape of the result, without the batch.
     * @example
     * ```ts
     * const energy = nn.lambda(signal, [6], (tf, x) => tf.mean(tf.square(x), 1));
     * ```
     */
    lambda<const Shape extends readonly number[]>(
      x: Value | readonly Value[],
      shape: Shape,
      compute: (tf: TF, ...inputs: Tensor[]) => Tensor,
    ): Value<Shape["length"]> {
      const values = (Array.isArray(x) ? x : [x]) as readonly Value[];
      const nodes = values.map((value) => nodeOf(value, "nn.lambda"));
      const layer = build.layer("lambda", undefined);
      return build.node<Shape["length"]>(layer, shape, nodes, ({ tf }, ...inputs) => {
        const made = compute(tf, ...inputs);
        if (String(made.shape.slice(1)) === String(shape)) return made;
        throw new UsageError(`${layer} gave [${made.shape.slice(1).join(", ")}] and promised [${shape.join(", ")}]`);
      });
    },

    /** Layers below a name: their weights are `name/dense_1/kernel`. */
    scope: <Result>(name: string, make: () => Result): Result => build.scope(name, make),

    /**
     * A part that has the same weights each time that it is called.
     *
     * @example
     * ```ts
     * const tower = nn.shared("tower", (x: Value<1>) => nn.dense(x, 32, "relu"));
     * const both = nn.concat([tower(left), tower(right)]);
     * ```
     */
    shared: <Args extends readonly unknown[], Result>(
      name: string,
      make: (...args: Args) => Result,
    ): ((...args: Args) => Result) => build.shared(name, make),
  };
}
