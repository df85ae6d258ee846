/** `toOnnx(fn, specs)`: any function of tensors as a verified ONNX file. */
import type { Tensor } from "@tensorflow/tfjs";
import { FLOAT32_TOLERANCE } from "../core/agreement.js";
import { UsageError } from "../core/errors.js";
import { silentReporter } from "../core/reporter.js";
import { ownPackage } from "../system/own-package.js";
import { loadTfjs } from "../trace/tfjs.js";
import type { Convertible } from "./tfjs/convertible.js";
import { verifiedOnnx } from "./tfjs/verified-onnx.js";
import type { InputRange } from "./tfjs/verify/cases.js";

/** An input of the function. */
export interface OnnxInput {
  /** Lengths; null is the batch, and stands in the first place only. */
  readonly shape: readonly (number | null)[];
  readonly type: "float32" | "int32" | "bool";
  /** What it holds, both ends included, for the numbers that the check draws; about -3 to 3 when left out. */
  readonly range?: readonly [minimum: number, maximum: number];
}

/** What can be chosen about the file and its check. */
export interface ToOnnxOptions {
  /** 13 to 23; 18 when left out. */
  readonly opset?: number;
  /** The most that |a - b| / max(1, |b|) may be; 1e-5 when left out. */
  readonly tolerance?: number;
  /** The graph's name. */
  readonly name?: string;
  /** What the model is, in words. */
  readonly description?: string;
  readonly signal?: AbortSignal;
}

/** How far each runtime is from tfjs. */
export interface OnnxVerification {
  /** Cases that were compared: draws at several batch sizes and seeds, and values at the edges. */
  readonly cases: number;
  readonly tolerance: number;
  readonly runtimes: readonly {
    readonly runtime: string;
    readonly version: string;
    /** |a - b| / max(1, |b|), the largest. */
    readonly largestDifference: number;
    /** Output, element and case of it. */
    readonly where: string;
  }[];
}

/** A function of tensors by name, as `toOnnx` takes it. */
export type OnnxFunction<Names extends string> = (
  inputs: Readonly<Record<Names, Tensor>>,
) => Readonly<Record<string, Tensor>>;

/**
 * Writes a function of tensors as an ONNX file, and holds the file against tfjs in onnxruntime-node and onnxruntime-web.
 *
 * The function is recorded without being computed, so it may use any operation of tfjs that depends on no value of its inputs.
 * Tensors from outside, variables among them, become constants with the values that they have now. It works with
 * `@tensorflow/tfjs` and `@tensorflow/tfjs-node` alike.
 *
 * @throws TraceError naming operation and line, for what cannot be recorded or written; VerificationError naming runtime,
 *   output and case, when a runtime disagrees; UsageError for a shape with an open length beside the batch.
 *
 * @example
 * ```ts
 * const weights = tf.variable(tf.zeros([784, 10]));
 * const { file } = await toOnnx(({ x }) => ({ y: tf.softmax(tf.matMul(x, weights)) }), { x: { shape: [null, 784], type: "float32" } });
 * await writeFile("model.onnx", file);
 * ```
 */
export async function toOnnx<const Names extends string>(
  fn: OnnxFunction<Names>,
  specs: Readonly<Record<Names, OnnxInput>>,
  options: ToOnnxOptions = {},
): Promise<{ file: Uint8Array; verification: OnnxVerification }> {
  const { tolerance = FLOAT32_TOLERANCE, name = "function", description = "", signal, opset } = options;
  const tf = await loadTfjs();
  const named = Object.entries<OnnxInput>(specs);
  const call = fn as (inputs: Readonly<Record<string, Tensor>>) => Readonly<Record<string, Tensor>>;
  let outputs: readonly string[] = [];
  const convertible: Convertible = {
    inputs: named.map(([input, { shape, type }]) => ({ name: input, dtype: type, shape })),
    get outputs() {
      return outputs;
    },
    fn: (tensors) => {
      const results = call(tensors);
      if (!(results instanceof tf.Tensor)) outputs = Object.keys(results ?? {});
      return results;
    },
    constants: {},
    recurrent: [],
    fromCode: true,
    reference: (tensors) => {
      const results = tf.tidy(() => ({ ...call(tensors) }));
      return outputs.map((output) => {
        const result = results[output];
        if (result === undefined) throw new UsageError(`the function gives no ${JSON.stringify(output)} on every call`);
        return result;
      });
    },
    referenceName: `tfjs ${tf.version.tfjs}, calling the function`,
    dispose: () => undefined,
  };
  const { file, differences, cases } = await verifiedOnnx(tf, convertible, {
    tolerance,
    ranges: Object.fromEntries(
      named.flatMap(([input, { range }]): [string, InputRange][] =>
        range === undefined ? [] : [[input, { minimum: range[0], maximum: range[1] }]],
      ),
    ),
    shapes: {},
    bisect: true,
    name,
    doc: description,
    metadata: { converter: `kiln ${ownPackage().version}` },
    reporter: silentReporter,
    ...(opset === undefined ? {} : { opset }),
    ...(signal === undefined ? {} : { signal }),
  });
  return {
    file,
    verification: {
      cases,
      tolerance,
      runtimes: differences.map(({ runtime, version, largestDifference, where }) => ({
        ...{ runtime, version, largestDifference, where },
      })),
    },
  };
}
