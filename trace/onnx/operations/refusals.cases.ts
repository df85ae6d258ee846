import { weights } from "../case-weights.js";
import { type OperationCase, one, rows } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("a gradient", (tf, { x }) => tf.grad((z) => tf.maxPool(z as never, 2, 2, "valid"))(x), {
    input: rows(4, 4, 2),
    refused: /MaxPoolGrad cannot be written as ONNX: it is a step of a gradient/,
  }),
  one("nonMaxSuppression", (tf, { x }) => tf.image.nonMaxSuppression(x as never, tf.mean(x, 1) as never, 2), {
    input: rows(4),
    refused:
      /NonMaxSuppressionV3 cannot be written as ONNX: the shape of its result depends on data|no multiple|depend/,
  }),
  one(
    "a computed kernel in a dilation",
    (tf, { x }) => tf.dilation2d(x as never, tf.mul(tf.mean(x), weights(tf, 2, 2, 2)) as never, 1, "same"),
    {
      input: rows(4, 4, 2),
      refused: /Dilation2D cannot be written as ONNX: its weights are computed/,
    },
  ),
];
