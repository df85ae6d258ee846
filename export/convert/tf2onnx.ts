/**
 * Step 3 of an export, the other road: tf2onnx through its command line, from a tfjs graph-model to ONNX. Its exit code is
 * not trusted: a conversion counts when its log has no error, the ONNX checker passes and all runtimes agree with tfjs.
 */
import { readFile } from "node:fs/promises";
import { FailedError } from "../../core/errors.js";
import { scopeOf } from "../graph-model.js";
import { lastLines, type PythonResult, runPython } from "../python.js";
import { type FailedNode, failedNodes } from "./log.js";

/** The highest operator set that tf2onnx 1.17 writes. */
export const HIGHEST_TF2ONNX_OPSET = 18;

/** What is converted: a graph-model, cut at the given tensors. */
export interface Conversion {
  /** The graph's name, for messages. */
  readonly name: string;
  /** Its `model.json`. */
  readonly modelJson: string;
  /** Tensor names with ports: `increments:0`. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly opset: number;
  /** A file in a folder of our own: whoever made the folder removes it, whatever happens. */
  readonly output: string;
}

/**
 * Converts.
 *
 * @returns the bytes of the ONNX file, inputs and outputs still under tf2onnx's names.
 * @throws FailedError naming the operation and the layer that cannot be converted, or with the converter's last lines;
 * InterruptedError when the signal aborts.
 */
export async function convertWithTf2onnx(
  conversion: Conversion,
  python: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const result = await runPython(
    python,
    [
      "-m",
      "tf2onnx.convert",
      ...["--tfjs", conversion.modelJson],
      ...["--output", conversion.output],
      ...["--opset", String(conversion.opset)],
      ...["--inputs", conversion.inputs.join(",")],
      ...["--outputs", conversion.outputs.join(",")],
    ],
    signal === undefined ? {} : { signal },
  );
  const failed = failedNodes(result.stderr);
  if (failed.length > 0) throw cannotConvert(conversion.name, failed, result);
  if (result.code !== 0) throw converterFailed(conversion.name, result);
  try {
    return await readFile(conversion.output);
  } catch (cause) {
    throw new FailedError(`tf2onnx wrote no file for ${conversion.name}:\n${lastLines(result.stderr)}`, { cause });
  }
}

function cannotConvert(name: string, failed: readonly FailedNode[], result: PythonResult): FailedError {
  const list = failed.map(({ op, node }) => (node === undefined ? op : `${op} in layer ${scopeOf(node)} (${node})`));
  const what = failed.every((entry) => entry.unsupported) ? "tf2onnx does not support" : "tf2onnx cannot convert";
  return new FailedError(`${what} ${list.join(", ")}: ${name} cannot be exported this way`, {
    next: "Express the layer with other operations; docs/trace.md lists what is known not to convert.",
    cause: new Error(lastLines(result.stderr, 40)),
  });
}

function converterFailed(name: string, { code, signal, stderr }: PythonResult): FailedError {
  if (/No module named '?(tf2onnx|tensorflow|onnx|numpy)/.test(stderr)) {
    return new FailedError(`the converter is not installed:\n${lastLines(stderr, 2)}`, {
      next: "kiln setup installs it, kiln doctor checks it.",
    });
  }
  const ending = signal === null ? `ended with exit code ${code}` : `was killed by ${signal}`;
  const next =
    signal === "SIGKILL"
      ? "Nothing was published. Was the machine out of memory? A conversion takes 0.5 to 1 GB; then export again."
      : "Nothing was published. kiln doctor converts a tiny model to check the converter itself.";
  const detail = lastLines(stderr);
  return new FailedError(`tf2onnx ${ending} while converting ${name}${detail === "" ? "" : `:\n${detail}`}`, { next });
}
