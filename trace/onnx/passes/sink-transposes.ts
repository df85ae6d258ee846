/**
 * Takes a change of the order of axes from before an operator to behind it, where the operator works on each element, or
 * along axes that can be named anew. On their way down two of them meet and cancel: a network of convolutions keeps its
 * channels in front, and changes the order once at each end.
 */
import type { Dim } from "../../graph.js";
import { constantOf } from "../constants.js";
import { inversePermutation, positiveAxis } from "../dims.js";
import type { OnnxNode } from "../graph.js";
import type { Pass, Rewriter } from "./pass.js";

const ELEMENTWISE = [
  "Abs",
  "Acos",
  "Acosh",
  "Asin",
  "Asinh",
  "Atan",
  "Atanh",
  "Cast",
  "Ceil",
  "Clip",
  "Cos",
  "Cosh",
  "Elu",
  "Erf",
  "Exp",
  "Floor",
  "Gelu",
  "HardSigmoid",
  "HardSwish",
  "Identity",
  "IsInf",
  "IsNaN",
  "LeakyRelu",
  "Log",
  "Mish",
  "Neg",
  "Not",
  "Reciprocal",
  "Relu",
  "Round",
  "Selu",
  "Sigmoid",
  "Sign",
  "Sin",
  "Sinh",
  "Softplus",
  "Softsign",
  "Sqrt",
  "Tan",
  "Tanh",
];

const BROADCASTING = [
  "Add",
  "And",
  "Div",
  "Equal",
  "Greater",
  "GreaterOrEqual",
  "Less",
  "LessOrEqual",
  "Max",
  "Min",
  "Mod",
  "Mul",
  "Or",
  "Pow",
  "PRelu",
  "Sub",
  "Sum",
  "Where",
  "Xor",
];

const REDUCING = ["ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSum", "ReduceL2"];

export const sinkElementwise: Pass = {
  ops: ELEMENTWISE,
  rewrite(node, at) {
    const [value = "", ...others] = node.inputs;
    const before = at.producer(value, "Transpose");
    if (before === undefined) return undefined;
    const [source = ""] = before.inputs;
    return behind(node, at, [source, ...others], at.ints(before, "perm"));
  },
};

/** Of several operands all have the same order, or are constants, or single numbers. */
export const sinkBroadcasting: Pass = {
  ops: [...BROADCASTING, "Concat"],
  rewrite(node, at) {
    const order = commonOrder(node, at);
    if (order === undefined) return undefined;
    const undone = inversePermutation(order);
    const inputs = node.inputs.map((value) => {
      const turned = at.producer(value, "Transpose");
      if (turned !== undefined) return turned.inputs[0] ?? "";
      const rank = at.shapeOf(value).length;
      if (rank === 0) return value;
      const missing = Array.from({ length: order.length - rank }, (_, axis) => axis);
      return at.transpose(at.unsqueeze(value, missing), undone);
    });
    if (node.op !== "Concat") return behind(node, at, inputs, order);
    const axis = order[positiveAxis(Number(node.attributes.axis), order.length)] ?? 0;
    return at.transpose(at.concat(inputs, axis), order);
  },
};

function commonOrder(node: OnnxNode, at: Rewriter): readonly number[] | undefined {
  let order: readonly number[] | undefined;
  for (const value of node.inputs) {
    const turned = at.producer(value, "Transpose");
    if (turned !== undefined) {
      const found = at.ints(turned, "perm");
      if (order !== undefined && order.join() !== found.join()) return undefined;
      order = found;
    } else if (at.known(value) === undefined) return undefined;
  }
  // A constant of more axes than the rest would stretch the result.
  const rank = order?.length ?? 0;
  return node.inputs.every((value) => at.shapeOf(value).length <= rank) ? order : undefined;
}

export const sinkReduction: Pass = {
  ops: REDUCING,
  rewrite(node, at) {
    const [value = "", axesInput] = node.inputs;
    const before = at.producer(value, "Transpose");
    const axes = axesInput === undefined ? at.ints(node, "axes") : at.numbers(axesInput);
    if (before === undefined || axes === undefined) return undefined;
    const order = at.ints(before, "perm");
    const reduced = axes.map((axis) => positiveAxis(axis, order.length));
    const [source = ""] = before.inputs;
    const keep = node.attributes.keepdims === 1;
    const sources = reduced.map((axis) => order[axis] ?? 0).sort((a, b) => a - b);
    const made = at.reduce(node.op, source, sources, keep);
    if (keep) return at.transpose(made, order);
    // The axes that are left keep their order among each other.
    const left = order.filter((_, axis) => !reduced.includes(axis));
    const sorted = [...left].sort((a, b) => a - b);
    return at.transpose(
      made,
      left.map((axis) => sorted.indexOf(axis)),
    );
  },
};

export const sinkPad: Pass = {
  ops: ["Pad"],
  rewrite(node, at) {
    const [value = "", padsInput, ...others] = node.inputs;
    const before = at.producer(value, "Transpose");
    const pads = at.numbers(padsInput);
    if (before === undefined || pads === undefined) return undefined;
    const order = at.ints(before, "perm");
    const undone = inversePermutation(order);
    const turn = (side: readonly number[]): number[] => undone.map((axis) => side[axis] ?? 0);
    const rank = order.length;
    const turned = at.constant(
      constantOf("int64", [...turn(pads.slice(0, rank)), ...turn(pads.slice(rank))], [2 * rank]),
    );
    const [source = ""] = before.inputs;
    return behind(node, at, [source, turned, ...others], order);
  },
};

export const sinkSlice: Pass = {
  ops: ["Slice"],
  rewrite(node, at) {
    const [value = "", begins = "", ends = "", axesInput, ...steps] = node.inputs;
    const before = at.producer(value, "Transpose");
    const axes = at.numbers(axesInput);
    if (before === undefined || axes === undefined) return undefined;
    const order = at.ints(before, "perm");
    const turned = at.int64s(axes.map((axis) => order[axis] ?? 0));
    const [source = ""] = before.inputs;
    return behind(node, at, [source, begins, ends, turned, ...steps], order);
  },
};

/** The operator on the turned values, and the change of order after it. */
function behind(node: OnnxNode, at: Rewriter, inputs: readonly string[], order: readonly number[]): string {
  const [output = ""] = node.outputs;
  const { type, shape } = at.typeOf(output);
  const undone = inversePermutation(order);
  const turned = undone.map((axis): Dim => shape[axis] ?? 1);
  const { op, attributes } = node;
  return at.transpose(at.emit(op, inputs, { attributes, type, shape: turned }), order);
}
