import type { Scalar, Tensor } from "@tensorflow/tfjs-node";
import { capture } from "../../trace/capture.js";
import { loadTensorFlow } from "../../trace/tensorflow.js";

type Line = { slope: Tensor; offset: Tensor };
type Points = { x: Tensor; y: Tensor };

/** Fits a line to points of y = 3x - 2, one native call a step. */
export async function fitLine(steps: number): Promise<number[]> {
  const tf = await loadTensorFlow();

  // A pure step: all that changes comes in, all that is new goes out.
  const step = (line: Line, { x, y }: Points, rate: Scalar) => {
    const loss = (slope: Tensor, offset: Tensor) =>
      tf.mean(tf.squaredDifference(tf.add(tf.mul(slope, x), offset), y)) as Scalar;
    const { value, grads } = tf.valueAndGrads(loss)([line.slope, line.offset]);
    const [slope, offset] = grads as [Tensor, Tensor];
    const next = { slope: tf.sub(line.slope, tf.mul(slope, rate)), offset: tf.sub(line.offset, tf.mul(offset, rate)) };
    return { line: next, metrics: { loss: value } };
  };

  const run = capture(tf, step);
  let line: Line = { slope: tf.scalar(0), offset: tf.scalar(0) };
  for (let i = 0; i < steps; i++) {
    const points = tf.tidy(() => ({ x: tf.linspace(-1, 1, 16), y: tf.linspace(-5, 1, 16) }));
    const rate = tf.scalar(0.5 / (1 + i / 100)); // a schedule is an argument, not a number inside the step
    const next = run(line, points, rate);
    tf.dispose([line, points, rate, next.metrics]); // the old state is ours to free, as the new one is
    line = next.line;
  }
  run.dispose();
  return [line.slope.dataSync()[0] ?? Number.NaN, line.offset.dataSync()[0] ?? Number.NaN];
}
