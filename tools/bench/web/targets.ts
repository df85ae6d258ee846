/** What the page promises, and whether a measurement keeps it. */
import { median, percentile, ratios } from "../measure/statistics.js";
import type { WebResult } from "./result.js";
import { bytesOf, keptBytesOf, webGpuFilesOf } from "./transfer.js";

/** A promise beside what was measured; figures in `unit`. */
export interface WebVerdict {
  readonly promise: string;
  readonly unit: "ms" | "MB" | "bytes" | "%" | "files";
  readonly atMost: number;
  readonly measured: number;
  readonly kept: boolean;
}

/** The longest task of the main thread that nobody feels (the browsers' own limit for a "long task"). */
const LONG_TASK = 50;

/** Every promise, judged. */
export function webVerdictsOn(result: Omit<WebResult, "verdicts">): WebVerdict[] {
  const { drags, decode, transfers, memory } = result;
  const judged = (promise: string, unit: WebVerdict["unit"], atMost: number, measured: number): WebVerdict => ({
    promise,
    unit,
    atMost,
    measured,
    kept: measured <= atMost,
  });
  const [before, after] = memory;
  return [
    ...drags.flatMap(({ backend, moves, grids, longTasks }) => [
      judged(
        `slider to drawn canvas, 95 %, ${backend}`,
        "ms",
        16,
        percentile(
          moves.map(({ drawnMs }) => drawnMs),
          0.95,
        ),
      ),
      judged(
        `slider to frame, 95 %, ${backend}`,
        "ms",
        16,
        percentile(
          moves.map(({ frameMs }) => frameMs),
          0.95,
        ),
      ),
      judged(`64 faces of a new seed, from click to frame, ${backend}`, "ms", 150, median(grids)),
      judged(`longest task of the main thread while dragging, ${backend}`, "ms", LONG_TASK, Math.max(0, ...longTasks)),
    ]),
    ...decode.map(({ rows, kiln, bare }) =>
      judged(`overhead over bare onnxruntime-web, batch ${rows}`, "%", 10, 100 * (ratios(kiln, bare).median - 1)),
    ),
    ...transfers.flatMap(({ backend, first, second }) => [
      ...(backend === "webgpu"
        ? []
        : [
            judged(`runtime and decoder, ${backend}`, "MB", 4, bytesOf(first.filter(isRuntimeOrModel)) / 1e6),
            judged(`files of the WebGPU runtime, ${backend}`, "files", 0, webGpuFilesOf(first).length),
          ]),
      judged(`scripts, runtime and model of a second visit, ${backend}`, "bytes", 0, keptBytesOf(second)),
    ]),
    judged(`growth of memory in ${after.decodes - before.decodes} decodes`, "%", 5, growth(before.bytes, after.bytes)),
    ...(before.residentBytes === null || after.residentBytes === null
      ? []
      : [judged("growth of the page's process meanwhile", "%", 5, growth(before.residentBytes, after.residentBytes))]),
  ];
}

/** Beside them a visit has the page itself, the contract and the golden outputs: the table of its bytes names all. */
function isRuntimeOrModel({ path }: { readonly path: string }): boolean {
  return /\.(wasm|mjs|onnx)$/.test(path);
}

function growth(before: number, after: number): number {
  return 100 * (after / before - 1);
}
