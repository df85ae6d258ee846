/**
 * The hook into tfjs-node: the one file that touches its private surface.
 *
 * Whatever tfjs-node computes – layers, gradients, optimizers – ends in calls of its native addon through
 * `tf.backend().binding`. Putting an object in that place that passes every call on and tells a listener about it shows
 * a function as TensorFlow operations, with no table of kernels. `checkSurface` says in so many words when a new
 * version of tfjs-node no longer has this shape; a test calls it.
 */

import type { Tensor } from "@tensorflow/tfjs-node";
import { FailedError } from "../core/errors.js";
import { type TF, TFJS_NODE_VERSION } from "./tensorflow.js";

/** What the addon says about a tensor it made. */
export interface NativeTensor {
  readonly id: number;
  readonly shape: number[];
  /** TensorFlow's number of the element type. */
  readonly dtype: number;
}

/** An attribute as tfjs-node hands it to the addon. */
export interface NativeAttribute {
  readonly name: string;
  /** One of the binding's `TF_ATTR_…` numbers. */
  readonly type: number;
  readonly value: unknown;
}

/** Values that the addon makes a tensor of. Strings come as one `Uint8Array` each. */
export type NativeValues = Float32Array | Int32Array | Uint8Array | Uint8Array[];

/** The native addon, as far as it is used here. */
export interface NativeBinding {
  createTensor(shape: number[], dtype: number, values: NativeValues): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): NativeValues;
  executeOp(op: string, attributes: NativeAttribute[], inputIds: number[], outputs: number): NativeTensor[];
  loadSavedModel(directory: string, tags: string): number;
  runSavedModel(model: number, inputIds: number[], inputNames: string, outputNames: string): NativeTensor[];
  deleteSavedModel(model: number): void;
  getNumOfTensors(): number;
  getNumOfSavedModels(): number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
}

interface NativeBackend {
  binding: NativeBinding;
  getInputTensorIds(tensors: Tensor[]): number[];
  createOutputTensor(metadata: NativeTensor): Tensor;
  move(dataId: object, values: NativeValues, shape: number[], dtype: string, refCount: number): void;
}

/** What a listener is told while a function runs. Ids are the addon's; it never uses one twice. */
export interface BindingListener {
  /**
   * Values went from JavaScript to TensorFlow.
   *
   * @param outside the values belong to a tensor that existed before listening began
   */
  created(id: number, shape: readonly number[], dtype: number, values: NativeValues, outside: boolean): void;
  /** An operation ran. */
  executed(
    op: string,
    attributes: readonly NativeAttribute[],
    inputIds: readonly number[],
    outputs: readonly NativeTensor[],
  ): void;
  /** Values went from TensorFlow to JavaScript. */
  read(id: number): void;
  /** A tensor was freed. */
  deleted(id: number): void;
  /** A SavedModel – another captured function – was run. */
  ranSavedModel(): void;
}

const FUNCTIONS = [
  "createTensor",
  "deleteTensor",
  "tensorDataSync",
  "executeOp",
  "loadSavedModel",
  "runSavedModel",
  "deleteSavedModel",
  "getNumOfTensors",
  "getNumOfSavedModels",
] as const;
const NUMBERS = [
  "TF_ATTR_STRING",
  "TF_ATTR_INT",
  "TF_ATTR_FLOAT",
  "TF_ATTR_BOOL",
  "TF_ATTR_TYPE",
  "TF_ATTR_SHAPE",
] as const;

/**
 * Checks that tfjs-node still has the private surface that this file relies on.
 *
 * @throws FailedError listing every part that is missing or of another kind.
 */
export function checkSurface(tf: TF): void {
  const wrong: string[] = [];
  const backend = tf.backend() as unknown as Record<string, unknown>;
  const expect = (holder: Record<string, unknown>, label: string, key: string, type: string): void => {
    if (typeof holder[key] !== type) wrong.push(`${label}.${key} is ${typeof holder[key]}, not a ${type}`);
  };
  for (const key of ["getInputTensorIds", "createOutputTensor", "move"]) expect(backend, "backend", key, "function");
  const binding = backend.binding;
  if (typeof binding !== "object" || binding === null) {
    wrong.push("backend.binding is missing");
  } else {
    for (const key of FUNCTIONS) expect(binding as Record<string, unknown>, "binding", key, "function");
    for (const key of NUMBERS) expect(binding as Record<string, unknown>, "binding", key, "number");
  }
  if (tf.getKernel("GatherV2", "tensorflow") === undefined) wrong.push("the kernel GatherV2 is not registered");
  if (wrong.length > 0) {
    throw new FailedError(`the private surface of tfjs-node has changed: ${wrong.join("; ")}`, {
      next: `trace/binding.ts was written for @tensorflow/tfjs-node ${TFJS_NODE_VERSION}: install that version, or adapt the file.`,
    });
  }
}

function nativeBackend(tf: TF): NativeBackend {
  return tf.backend() as unknown as NativeBackend;
}

/** The addon itself. */
export function nativeBinding(tf: TF): NativeBinding {
  return nativeBackend(tf).binding;
}

/** The addon's id of a tensor. Values that were still in JavaScript are handed to TensorFlow first (without a copy). */
export function nativeId(tf: TF, tensor: Tensor): number {
  if (tensor.isDisposed) throw new Error("a tensor was disposed before it was used");
  const [id] = nativeBackend(tf).getInputTensorIds([tensor]);
  if (id === undefined) throw new Error("tfjs-node gave no id for a tensor");
  return id;
}

/** A tfjs tensor around what the addon made; the surrounding `tidy` or the caller owns it. */
export function tensorOf(tf: TF, native: NativeTensor): Tensor {
  return nativeBackend(tf).createOutputTensor(native);
}

let listening = false;

/**
 * Runs `fn` with `listener` told of every call of the addon, in order, after the call succeeded.
 *
 * @throws FailedError when the surface has changed.
 * @throws Error when something is listening already: recordings do not nest.
 */
export function listen<Result>(tf: TF, listener: BindingListener, fn: () => Result): Result {
  if (listening) throw new Error("a function is being recorded already, and recordings do not nest");
  checkSurface(tf);
  const backend = nativeBackend(tf);
  const original = backend.binding;
  const originalMove = backend.move;
  const gather = tf.getKernel("GatherV2", "tensorflow");
  const originalGather = gather.kernelFunc;
  const madeHere = new WeakSet<object>();
  let checkingBounds = 0;

  const spy: Pick<NativeBinding, (typeof FUNCTIONS)[number]> = {
    createTensor(shape, dtype, values) {
      const id = original.createTensor(shape, dtype, values);
      listener.created(id, shape, dtype, values, !madeHere.has(values));
      return id;
    },
    deleteTensor(id) {
      listener.deleted(id);
      original.deleteTensor(id);
    },
    tensorDataSync(id) {
      if (checkingBounds === 0) listener.read(id);
      return original.tensorDataSync(id);
    },
    executeOp(op, attributes, inputIds, outputs) {
      const made = original.executeOp(op, attributes, inputIds, outputs);
      listener.executed(op, attributes, inputIds, made);
      return made;
    },
    runSavedModel(model, inputIds, inputNames, outputNames) {
      listener.ranSavedModel();
      return original.runSavedModel(model, inputIds, inputNames, outputNames);
    },
    loadSavedModel: (directory, tags) => original.loadSavedModel(directory, tags),
    deleteSavedModel: (model) => original.deleteSavedModel(model),
    getNumOfTensors: () => original.getNumOfTensors(),
    getNumOfSavedModels: () => original.getNumOfSavedModels(),
  };

  listening = true;
  // Defined, not assigned: the addon's own properties are read-only, and an assignment would find them inherited.
  backend.binding = Object.create(original, Object.getOwnPropertyDescriptors(spy)) as NativeBinding;
  backend.move = function (this: NativeBackend, dataId, values, ...rest) {
    if (typeof values === "object" && values !== null) madeHere.add(values);
    originalMove.call(this, dataId, values, ...rest);
  };
  // The only kernel that reads: it checks that the indices are in bounds, as the operation itself does once more.
  gather.kernelFunc = (parameters) => {
    checkingBounds += 1;
    try {
      return originalGather(parameters);
    } finally {
      checkingBounds -= 1;
    }
  };
  try {
    return fn();
  } finally {
    listening = false;
    backend.binding = original;
    backend.move = originalMove;
    gather.kernelFunc = originalGather;
  }
}
