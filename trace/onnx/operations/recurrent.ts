/** Recurrent layers as ONNX's own operators: see `trace/recurrent.ts` for when. */
import { RECURRENT, RECURRENT_ACTIVATIONS } from "../../recurrent.js";
import type { OnnxConstant } from "../graph.js";
import type { Operation, OperationContext } from "../operation.js";

/** Keras' gates are update, reset, candidate, and so are ONNX's. */
export const gru: Operation = {
  tensorflow: [],
  elsewhere: [RECURRENT.GRU],
  onnx: ["GRU"],
  remark: "by option",
  write(context) {
    const attributes = { linear_before_reset: Number(context.bool("reset_after")) };
    return recurrent(context, "GRU", [0, 1, 2], attributes, 2);
  },
};

/** Keras' gates are input, forget, candidate, output; ONNX's input, output, forget, candidate. */
export const lstm: Operation = {
  tensorflow: [],
  elsewhere: [RECURRENT.LSTM],
  onnx: ["LSTM"],
  remark: "by option",
  write: (context) => recurrent(context, "LSTM", [0, 3, 1, 2], {}, 3),
};

function recurrent(
  context: OperationContext,
  op: "GRU" | "LSTM",
  gates: readonly number[],
  more: Readonly<Record<string, number>>,
  count: number,
): string {
  const [x, weights, states] = [context.input(0), context.known(1), context.known(2)];
  if (weights === undefined || states === undefined) throw context.refuse("its weights are computed in the graph");
  const [batch = 1, steps = 1] = context.shapeOf(x);
  const units = states.dims[0] ?? 1;
  const blocks = gates.length;
  const bias = context.inputs[3] === undefined ? undefined : context.known(3);
  const inputs = [
    context.transpose(x, [1, 0, 2]),
    context.constant(byGate(weights, gates, units), "W"),
    context.constant(byGate(states, gates, units), "R"),
    ...(bias === undefined ? [] : [context.constant(biases(bias, gates, units), "B")]),
  ];
  const backwards = context.bool("backwards");
  const names = [context.text("recurrent_activation"), context.text("activation")].map(
    (name) => RECURRENT_ACTIVATIONS[name] ?? "Tanh",
  );
  const [gate = "Sigmoid", state = "Tanh"] = names;
  const activations = count === 2 ? [gate, state] : [gate, state, state];
  const attributes = {
    hidden_size: units,
    direction: backwards ? "reverse" : "forward",
    activations,
    // HardSigmoid takes 0.2 and 0.5, which are its defaults here and in Keras.
    ...more,
  };
  const float = { type: "float32" as const };
  const [all = "", last = ""] = context.emitMany(
    op,
    inputs,
    [
      { ...float, shape: [steps, 1, batch, units] },
      { ...float, shape: [1, batch, units] },
    ],
    attributes,
  );
  if (blocks * units !== weights.dims[1]) throw context.refuse("its kernel has another number of gates");
  if (context.output().shape.length === 2) return context.squeeze(last, [0]);
  const series = context.transpose(context.squeeze(all, [1]), [1, 0, 2]);
  // ONNX puts the states of a backward pass at the steps they belong to; Keras hands them out in the order of the pass.
  return backwards !== context.bool("turned")
    ? context.slice(series, [{ axis: 1, begin: -1, step: -1 }], context.output().shape)
    : series;
}

/** [inputs, gates * units] as ONNX has it: [1, gates * units, inputs], the gates in its own order. */
function byGate({ dims, values }: OnnxConstant, gates: readonly number[], units: number): OnnxConstant {
  const [inputs = 1, width = 1] = dims;
  const result = new Float32Array(values.length);
  for (const [to, from] of gates.entries()) {
    for (let unit = 0; unit < units; unit++) {
      for (let i = 0; i < inputs; i++) {
        result[(to * units + unit) * inputs + i] = values[i * width + from * units + unit] as number;
      }
    }
  }
  return { type: "float32", dims: [1, width, inputs], values: result };
}

/** ONNX has a bias for the input and one for the state; a layer that has one only has zeros for the other. */
function biases({ values }: OnnxConstant, gates: readonly number[], units: number): OnnxConstant {
  const width = gates.length * units;
  const result = new Float32Array(2 * width);
  for (let part = 0; part * width < values.length; part++) {
    for (const [to, from] of gates.entries()) {
      const begin = part * width + from * units;
      result.set(values.subarray(begin, begin + units) as Float32Array, part * width + to * units);
    }
  }
  return { type: "float32", dims: [1, 2 * width], values: result };
}
