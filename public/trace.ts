/**
 * `kilnjs/trace`: any function of tensors as a graph. It stands alone: nothing of it knows a model or a recipe.
 *
 * @example
 * ```ts
 * const distance = capture(tf, ({ a, b }) => ({ mean: tf.mean(tf.abs(tf.sub(a, b))) }));
 * const { mean } = distance({ a, b }); // recorded at the first call, one native call from then on
 * ```
 */
export { capture } from "../trace/capture.js";
export { record } from "../trace/record.js";
export { scope } from "../trace/scope.js";
export { loadTensorFlow, type TF } from "../trace/tensorflow.js";
