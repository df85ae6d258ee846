/**
 * tfjs in pure JavaScript, where tfjs-node is absent or not worth its second of loading. It is the same copy of tfjs-core
 * that tfjs-node brings, so tensors, layers and kernels of the two go together.
 */

/** tfjs as a module: `tf.tensor`, `tf.layers`, `tf.loadGraphModel`, … tfjs-node's module has all of it too. */
export type Tfjs = typeof import("@tensorflow/tfjs");

let loaded: Promise<Tfjs> | undefined;

/** Loads tfjs with its CPU backend ready, unless another backend is active already. */
export function loadTfjs(): Promise<Tfjs> {
  loaded ??= importTfjs();
  return loaded;
}

async function importTfjs(): Promise<Tfjs> {
  const tf = await import("@tensorflow/tfjs");
  // Its first use in Node prints an advertisement for tfjs-node.
  const cpu = tf.findBackend("cpu") as { firstUse?: boolean } | null;
  if (cpu !== null) cpu.firstUse = false;
  await tf.ready();
  return tf;
}
