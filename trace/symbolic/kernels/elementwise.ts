import {
  bool,
  broadcast,
  type Emit,
  float,
  type Kernel,
  type Kernels,
  like,
  need,
  scalar,
  type,
  upcast,
} from "../emit.js";
import type { Info } from "../known.js";

const SAME_NAME = [
  ...["Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "Ceil", "Cos", "Cosh", "Elu", "Erf", "Expm1", "Floor", "Log"],
  ...["Log1p", "Neg", "Reciprocal", "Relu", "Relu6", "Round", "Rsqrt", "Selu", "Sigmoid", "Sign", "Sin", "Sinh"],
  ...["Softplus", "Sqrt", "Square", "Tan", "Tanh", "OnesLike", "ZerosLike"],
];

/** One tensor in, one of the same shape and element type out. */
export function unary(emit: Emit, op: string, x: Info): Info {
  return emit.op(op, [x], { T: type(x.dtype) }, like(x));
}

/** Two tensors that are broadcast in, one of their element type out. */
export function binary(emit: Emit, op: string, a: Info, b: Info): Info {
  const dtype = upcast(emit, a, b);
  return emit.op(op, [a, b], { T: type(dtype) }, { shape: broadcast(emit, a, b), dtype });
}

/** A change of the element type, left out where there is nothing to change. */
export function cast(emit: Emit, x: Info, dtype: string): Info {
  return x.dtype === dtype ? x : castAlways(emit, x, dtype);
}

/** A change of the element type, to the same one too, as tfjs-node writes it. */
export function castAlways(emit: Emit, x: Info, dtype: string): Info {
  return emit.op(
    "Cast",
    [x],
    { SrcT: type(x.dtype), DstT: type(dtype), Truncate: bool(false) },
    { ...like(x), dtype: dtype as "int32" },
  );
}

const truth =
  (op: string, typed: boolean): Kernel =>
  (emit, inputs) => {
    const [a, b] = [need(inputs, "a"), need(inputs, "b")];
    const attributes = typed ? { T: type(upcast(emit, a, b)) } : {};
    return emit.op(op, [a, b], attributes, { shape: broadcast(emit, a, b), dtype: "bool" });
  };

const test =
  (op: string): Kernel =>
  (emit, inputs) => {
    const x = need(inputs, "x");
    return emit.op(op, [x], { T: type(x.dtype) }, { shape: x.shape, dtype: "bool" });
  };

const arithmetic =
  (op: string): Kernel =>
  (emit, inputs) =>
    binary(emit, op, need(inputs, "a"), need(inputs, "b"));

/** tfjs-node names the type of the first input only. */
const ofFirst =
  (op: string): Kernel =>
  (emit, inputs) => {
    const [a, b] = [need(inputs, "a"), need(inputs, "b")];
    const shape = broadcast(emit, a, b);
    return emit.op(op, [a, b], { T: type(a.dtype) }, { ...like(a), shape });
  };

/** `relu(x) + alpha * (x - |x|) / 2`, as tfjs-node computes it. */
export function prelu(emit: Emit, x: Info, alpha: Info): Info {
  const positive = unary(emit, "Relu", x);
  const negative = binary(emit, "Mul", alpha, binary(emit, "Sub", x, unary(emit, "Abs", x)));
  return binary(emit, "Add", positive, binary(emit, "Mul", negative, scalar(emit, 0.5)));
}

/** `alpha * x` below zero. */
export function leakyRelu(emit: Emit, x: Info, alpha: number): Info {
  return emit.op("LeakyRelu", [x], { alpha: float(alpha), T: type(x.dtype) }, like(x));
}

/** One value for one tensor or several: activations, arithmetic, comparisons. */
export const elementwise: Kernels = {
  ...Object.fromEntries(
    SAME_NAME.map((op): [string, Kernel] => [op, (emit, inputs) => unary(emit, op, need(inputs, "x"))]),
  ),
  Abs: (emit, inputs) => {
    const x = need(inputs, "x");
    if (x.dtype !== "complex64") return unary(emit, "Abs", x);
    return emit.op(
      "ComplexAbs",
      [x],
      { T: type(x.dtype), Tout: type("float32") },
      { shape: x.shape, dtype: "float32" },
    );
  },
  ComplexAbs: (emit, inputs) => {
    const x = need(inputs, "x");
    return emit.op(
      "ComplexAbs",
      [x],
      { T: type(x.dtype), Tout: type("float32") },
      { shape: x.shape, dtype: "float32" },
    );
  },
  Exp: (emit, inputs) => {
    const x = need(inputs, "x");
    return unary(emit, "Exp", x.dtype === "int32" ? cast(emit, x, "float32") : x);
  },
  Cast: (emit, inputs, { dtype }) => {
    const x = need(inputs, "x");
    const to = String(dtype);
    return castAlways(emit, x, to);
  },
  Identity: (emit, inputs) => emit.alias(need(inputs, "x")),
  EluGrad: (emit, inputs) => {
    const [dy, y] = [need(inputs, "dy"), need(inputs, "y")];
    return emit.op("EluGrad", [dy, y], { T: type(y.dtype) }, like(y));
  },
  LeakyRelu: (emit, inputs, { alpha }) => leakyRelu(emit, need(inputs, "x"), Number(alpha)),
  Prelu: (emit, inputs) => prelu(emit, need(inputs, "x"), need(inputs, "alpha")),
  ClipByValue: (emit, inputs, { clipValueMin, clipValueMax }) => {
    const x = need(inputs, "x");
    const below = binary(emit, "Minimum", x, scalar(emit, Number(clipValueMax), like(x).dtype));
    return binary(emit, "Maximum", below, scalar(emit, Number(clipValueMin), like(x).dtype));
  },
  Step: (emit, inputs, { alpha }) => {
    const x = need(inputs, "x");
    const { dtype } = like(x);
    const nans = emit.op("IsNan", [x], { T: type(dtype) }, { shape: x.shape, dtype: "bool" });
    const positive = emit.op(
      "Greater",
      [x, scalar(emit, 0, dtype)],
      { T: type(dtype) },
      { shape: x.shape, dtype: "bool" },
    );
    const size = emit.tf.util.sizeFromShape(x.shape);
    const ones = emit.constant(new Float32Array(size).fill(1), x.shape, "float32");
    const filled = emit.op(
      "Fill",
      [emit.constant(Int32Array.from(x.shape), [x.shape.length], "int32"), scalar(emit, Number(alpha), dtype)],
      { T: type(dtype), index_type: type("int32") },
      { shape: x.shape, dtype },
    );
    const step = select(emit, positive, ones, filled);
    return select(emit, nans, x, step);
  },

  Add: arithmetic("Add"),
  Sub: arithmetic("Sub"),
  Multiply: arithmetic("Mul"),
  RealDiv: arithmetic("RealDiv"),
  FloorDiv: arithmetic("FloorDiv"),
  Maximum: arithmetic("Maximum"),
  Minimum: arithmetic("Minimum"),
  Atan2: ofFirst("Atan2"),
  Mod: ofFirst("FloorMod"),
  SquaredDifference: ofFirst("SquaredDifference"),
  Pow: (emit, inputs) => {
    const [a, b] = [need(inputs, "a"), need(inputs, "b")];
    const dtype = upcast(emit, a, b);
    return binary(emit, "Pow", castAlways(emit, a, dtype), castAlways(emit, b, dtype));
  },
  AddN: (emit, inputs) => {
    const tensors = Array.from({ length: inputs.length ?? 0 }, (_, i) => need(inputs, String(i)));
    const [first] = tensors;
    if (first === undefined) throw new Error("AddN of nothing");
    return emit.op("AddN", tensors, { T: type(first.dtype), N: { type: "int", value: tensors.length } }, like(first));
  },

  Equal: truth("Equal", true),
  NotEqual: truth("NotEqual", true),
  Greater: truth("Greater", true),
  GreaterEqual: truth("GreaterEqual", true),
  Less: truth("Less", true),
  LessEqual: truth("LessEqual", true),
  LogicalAnd: truth("LogicalAnd", false),
  LogicalOr: truth("LogicalOr", false),
  LogicalNot: (emit, inputs) => {
    const x = need(inputs, "x");
    return emit.op("LogicalNot", [x], {}, { shape: x.shape, dtype: "bool" });
  },
  IsNan: test("IsNan"),
  IsInf: test("IsInf"),
  IsFinite: test("IsFinite"),
  Select: (emit, inputs) => select(emit, need(inputs, "condition"), need(inputs, "t"), need(inputs, "e")),
};

function select(emit: Emit, condition: Info, then: Info, otherwise: Info): Info {
  const dtype = upcast(emit, then, otherwise);
  return emit.op("Select", [condition, then, otherwise], { T: type(dtype) }, { shape: then.shape, dtype });
}
