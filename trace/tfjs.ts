/**
 * tfjs in pure JavaScript, where tfjs-node is absent or not worth its second of loading. Where tfjs-node is installed, it is
 * the copy of tfjs-core that tfjs-node brings, so tensors, layers and kernels of the two go together. Elsewhere it is the
 * one file of it in `dist/vendor`: the packages that it is made of take 270 MB.
 */
import { createRequire } from "node:module";
import { hasCode } from "../core/errors.js";

/** tfjs as a module: `tf.tensor`, `tf.layers`, `tf.loadGraphModel`, … tfjs-node's module has all of it too. */
export type Tfjs = typeof import("@tensorflow/tfjs");

let loaded: Promise<Tfjs> | undefined;

/** Loads tfjs with its CPU backend ready, unless another backend is active already. */
export function loadTfjs(): Promise<Tfjs> {
  loaded ??= importTfjs();
  return loaded;
}

async function importTfjs(): Promise<Tfjs> {
  const tf = await installedOrVendored();
  // Its first use in Node prints an advertisement for tfjs-node.
  const cpu = tf.findBackend("cpu") as { firstUse?: boolean } | null;
  if (cpu !== null) cpu.firstUse = false;
  await tf.ready();
  return tf;
}

async function installedOrVendored(): Promise<Tfjs> {
  try {
    return await import("@tensorflow/tfjs");
  } catch (error) {
    if (!hasCode(error, "ERR_MODULE_NOT_FOUND")) throw error;
    return createRequire(import.meta.url)("#dist/vendor/@tensorflow/tfjs/dist/tf.min.js") as Tfjs;
  }
}
