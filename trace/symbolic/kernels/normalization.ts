import { bool, type Emit, float, int, ints, type Kernels, like, need, scalar, text, type } from "../emit.js";
import type { Info } from "../known.js";
import { binary, unary } from "./elementwise.js";

function filled(emit: Emit, depth: number, value: number): Info {
  return emit.op(
    "Fill",
    [ints(emit, [depth]), scalar(emit, value)],
    { T: type("float32"), index_type: type("int32") },
    { shape: [depth], dtype: "float32" },
  );
}

/** Values brought to a common scale. */
export const normalization: Kernels = {
  FusedBatchNorm: (emit, inputs, { varianceEpsilon }) => {
    const [x, mean, variance] = [need(inputs, "x"), need(inputs, "mean"), need(inputs, "variance")];
    const { scale, offset } = inputs;
    if (mean.shape.length > 1) {
      let factor = unary(emit, "Rsqrt", binary(emit, "Add", variance, scalar(emit, Number(varianceEpsilon))));
      if (scale !== undefined && scale !== null) factor = binary(emit, "Mul", factor, scale);
      const result = binary(emit, "Mul", binary(emit, "Sub", x, mean), factor);
      return offset === undefined || offset === null ? result : binary(emit, "Add", result, offset);
    }
    const depth = x.shape[3] ?? 0;
    const by = scale ?? filled(emit, depth, 1);
    const plus = offset ?? filled(emit, depth, 0);
    const vector = { shape: [depth], dtype: "float32" as const };
    const [y] = emit.ops(
      "FusedBatchNorm",
      [x, by, plus, mean, variance],
      {
        T: type(x.dtype),
        epsilon: float(Number(varianceEpsilon)),
        data_format: text("NHWC"),
        is_training: bool(false),
      },
      [like(x), vector, vector, vector, vector],
    );
    if (y === undefined) throw new Error("FusedBatchNorm without an output");
    return y;
  },
  LRN: (emit, inputs, { depthRadius, bias, alpha, beta }) => {
    const x = need(inputs, "x");
    return emit.op(
      "LRN",
      [x],
      {
        T: type(x.dtype),
        depth_radius: int(Number(depthRadius)),
        bias: float(Number(bias)),
        alpha: float(Number(alpha)),
        beta: float(Number(beta)),
      },
      like(x),
    );
  },
  Softmax: (emit, inputs) => {
    const logits = need(inputs, "logits");
    return emit.op("Softmax", [logits], { T: type(logits.dtype) }, like(logits));
  },
};
