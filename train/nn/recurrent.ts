/**
 * Recurrent layers over a series [time, features], one step after the other. The input is projected for all moments in one
 * product, and each step has one product for all gates: few large calls instead of many small ones.
 */
import type { Tensor, Tensor2D } from "@tensorflow/tfjs-node";
import { UsageError } from "../../core/errors.js";
import { scope } from "../../trace/scope.js";
import type { TF } from "../../trace/tensorflow.js";
import { type Builder, requireRank } from "./builder.js";
import type { Initialiser } from "./initialisers.js";
import { type Context, Node, nodeOf, type Value } from "./value.js";

/** What the recurrent layers can be told. */
export interface RecurrentOptions {
  readonly name?: string;
  /** From the last moment to the first. */
  readonly backwards?: boolean;
  /** How the kernel begins; Glorot's start unless told. */
  readonly kernel?: Initialiser;
  /** How the recurrent kernel begins, gate by gate; orthogonal unless told. */
  readonly recurrent?: Initialiser;
}

/** One kind of cell: the new state of a step, the output first. */
interface Cell {
  readonly gates: number;
  /** Bias of the recurrent product, as well as of the input's. */
  readonly recurrentBias: boolean;
  step(
    tf: TF,
    projected: Tensor2D,
    recurrent: (h: Tensor2D) => Tensor2D,
    state: readonly Tensor2D[] | null,
    units: number,
  ): Tensor2D[];
}

const simpleCell: Cell = {
  gates: 1,
  recurrentBias: false,
  step: (tf, projected, recurrent, state) => [
    tf.tanh(state === null ? projected : tf.add(projected, recurrent(state[0] as Tensor2D))) as Tensor2D,
  ],
};

/**
 * Cho et al. 2014, with the reset gate after the product, as cuDNN, PyTorch and Keras (`reset_after`) have it. Gates in
 * order: update, reset, candidate.
 */
const gruCell: Cell = {
  gates: 3,
  recurrentBias: true,
  step(tf, projected, recurrent, state, units) {
    const h = state?.[0];
    // Before the first step the state is 0, and the recurrent product is its bias alone: taken from zeros of the right size.
    const before = h ?? (tf.mul(tf.slice(projected, [0, 0], [-1, units]), 0) as Tensor2D);
    const product = recurrent(before);
    const [gateInput, candidateInput] = tf.split(projected, [2 * units, units], 1) as [Tensor2D, Tensor2D];
    const [gateState, candidateState] = tf.split(product, [2 * units, units], 1) as [Tensor2D, Tensor2D];
    const [update, reset] = tf.split(tf.sigmoid(tf.add(gateInput, gateState)), 2, 1) as [Tensor2D, Tensor2D];
    const candidate = tf.tanh(tf.add(candidateInput, tf.mul(reset, candidateState)));
    return [tf.add(candidate, tf.mul(update, tf.sub(before, candidate))) as Tensor2D];
  },
};

/** Hochreiter and Schmidhuber 1997, with a forget gate (Gers et al. 2000). Gates in order: input, forget, cell, output. */
const lstmCell: Cell = {
  gates: 4,
  recurrentBias: false,
  step(tf, projected, recurrent, state, units) {
    const [h, c] = state ?? [];
    const sum = h === undefined ? projected : (tf.add(projected, recurrent(h)) as Tensor2D);
    const [opening, cell, output] = tf.split(sum, [2 * units, units, units], 1) as [Tensor2D, Tensor2D, Tensor2D];
    const [input, forget] = tf.split(tf.sigmoid(opening), 2, 1) as [Tensor2D, Tensor2D];
    const added = tf.mul(input, tf.tanh(cell)) as Tensor2D;
    const next = (c === undefined ? added : tf.add(tf.mul(forget, c), added)) as Tensor2D;
    return [tf.mul(tf.sigmoid(output), tf.tanh(next)) as Tensor2D, next];
  },
};

/** A series that a recurrent layer made: its last state is there without the others being put together. */
class StatesNode extends Node<2> {
  constructor(
    made: Node<2>,
    /** The node after the last step, [units]. */
    readonly last: Node<1>,
  ) {
    super(made.name, made.shape, made.from, made.compute, made.uses);
  }
}

/** The recurrent layers of `nn`. */
export function recurrentLayers(build: Builder) {
  const recurrentLayer = (
    kind: string,
    cell: Cell,
    x: Value<2>,
    units: number,
    options: RecurrentOptions,
  ): StatesNode => {
    const node = nodeOf(x, `nn.${kind}`);
    const layer = build.layer(kind, options.name);
    requireRank(layer, node, 2, "a series [time, features]");
    if (!Number.isInteger(units) || units < 1) throw new UsageError(`${layer}: units are a whole number, got ${units}`);
    const [time = 1, features = 1] = node.shape;
    const width = cell.gates * units;
    const kernel = build.weight(layer, "kernel", {
      shape: [features, width],
      initialiser: options.kernel ?? "glorotUniform",
      fanIn: features,
      fanOut: units,
    });
    const recurrent = build.weight(layer, "recurrent", {
      shape: [units, width],
      initialiser: options.recurrent ?? "orthogonal",
      fanIn: units,
      fanOut: units,
    });
    const bias = build.weight(layer, "bias", {
      shape: [width],
      // A forget gate that begins open (Jozefowicz et al. 2015).
      initialiser:
        cell === lstmCell ? (_, { shape }) => new Float32Array(shape[0] ?? 0).fill(1, units, 2 * units) : "zeros",
    });
    const recurrentBias = cell.recurrentBias
      ? build.weight(layer, "recurrentBias", { shape: [width], initialiser: "zeros" })
      : undefined;
    const uses = [kernel, recurrent, bias, ...(recurrentBias === undefined ? [] : [recurrentBias])];
    const owner = {};
    const states = (context: Context, input: Tensor): readonly Tensor[] => {
      const before = context.shared.get(owner);
      if (before !== undefined) return before;
      const { tf, weights } = context;
      const of = (part: string) => weights[part] as Tensor2D;
      const projected = scope("input", () => {
        // Moments first, so that one step's numbers lie together.
        const flat = tf.reshape(tf.transpose(input, [1, 0, 2]), [-1, features]) as Tensor2D;
        return tf.unstack(tf.reshape(tf.add(tf.matMul(flat, of(kernel)), of(bias)), [time, -1, width])) as Tensor2D[];
      });
      const product = (h: Tensor2D): Tensor2D => {
        const made = tf.matMul(h, of(recurrent)) as Tensor2D;
        return recurrentBias === undefined ? made : (tf.add(made, of(recurrentBias)) as Tensor2D);
      };
      const made: Tensor[] = new Array(time);
      let state: readonly Tensor2D[] | null = null;
      for (let step = 0; step < time; step++) {
        const moment = options.backwards === true ? time - 1 - step : step;
        const current: readonly Tensor2D[] | null = state;
        state = scope(`step${step}`, () => cell.step(tf, projected[moment] as Tensor2D, product, current, units));
        made[moment] = state[0] as Tensor2D;
      }
      context.shared.set(owner, made);
      return made;
    };
    const lastMoment = options.backwards === true ? 0 : time - 1;
    const last = build.node<1>(
      layer,
      [units],
      [node],
      (context, input) => states(context, input as Tensor)[lastMoment] as Tensor,
      uses,
    );
    const all = build.node<2>(
      layer,
      [time, units],
      [node],
      (context, input) => context.tf.stack([...states(context, input as Tensor)], 1),
      uses,
    );
    return new StatesNode(all, last);
  };

  const last = (x: Value<2>): Value<1> => {
    const node = nodeOf(x, "nn.last");
    if (node instanceof StatesNode) return node.last;
    const layer = build.layer("last", undefined);
    requireRank(layer, node, 2, "a series [time, features]");
    const [time = 1, features = 1] = node.shape;
    return build.node<1>(layer, [features], [node], ({ tf }, input) =>
      tf.reshape(tf.slice(input as Tensor, [0, time - 1, 0], [-1, 1, features]), [-1, features]),
    );
  };

  return {
    /** h = tanh(x kernel + h recurrent + bias): [time, features] to [time, units], the state of every moment. */
    simpleRNN: (x: Value<2>, units: number, options: RecurrentOptions = {}): Value<2> =>
      recurrentLayer("simpleRNN", simpleCell, x, units, options),
    /** Gated recurrent unit: [time, features] to [time, units], the state of every moment. */
    gru: (x: Value<2>, units: number, options: RecurrentOptions = {}): Value<2> =>
      recurrentLayer("gru", gruCell, x, units, options),
    /** Long short-term memory: [time, features] to [time, units], the output of every moment. */
    lstm: (x: Value<2>, units: number, options: RecurrentOptions = {}): Value<2> =>
      recurrentLayer("lstm", lstmCell, x, units, options),

    /** Where a series ends: [time, features] to [features]. Of a recurrent layer, its state after its last step. */
    last,

    /**
     * A recurrent layer forwards and one backwards, side by side: [time, 2 * units]. `nn.last` of it has what each of them
     * said when it had seen everything.
     *
     * @example
     * ```ts
     * const summary = nn.last(nn.bidirectional("gru", signal, 32));
     * ```
     */
    bidirectional(
      kind: "simpleRNN" | "gru" | "lstm",
      x: Value<2>,
      units: number,
      options: Omit<RecurrentOptions, "backwards"> = {},
    ): Value<2> {
      const cells = { simpleRNN: simpleCell, gru: gruCell, lstm: lstmCell } as const;
      const { name, ...rest } = options;
      const path = build.layer("bidirectional", name);
      return build.scope(`${path.slice(path.lastIndexOf("/") + 1)}_parts`, () => {
        const there = recurrentLayer(kind, cells[kind], x, units, { ...rest, name: "forwards" });
        const back = recurrentLayer(kind, cells[kind], x, units, { ...rest, name: "backwards", backwards: true });
        const [time = 1] = there.shape;
        const sideBySide = build.node<2>(path, [time, 2 * units], [there, back], ({ tf }, ...both) =>
          tf.concat(both, 2),
        );
        const ends = build.node<1>(path, [2 * units], [there.last, back.last], ({ tf }, ...both) => tf.concat(both, 1));
        return new StatesNode(sideBySide, ends);
      });
    },
  };
}
