/** Runs cases of operations: many in one recording, one ONNX file and one session. */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Tensor } from "@tensorflow/tfjs-node";
import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-common";
import { Random } from "../../../core/random.js";
import { type InputSpec, traceInference } from "../../../trace/batch.js";
import { TraceError } from "../../../trace/errors.js";
import type { Graph } from "../../../trace/graph.js";
import { type CaseInput, type OperationCase, rows } from "../../../trace/onnx/operation-case.js";
import { writeOnnx } from "../../../trace/onnx/write.js";
import { scope } from "../../../trace/scope.js";
import type { TF } from "../../../trace/tensorflow.js";

export const OPERATIONS = fileURLToPath(new URL("../../../trace/onnx/operations", import.meta.url));

/** What is in the folder and is no operation. */
const OTHERS = ["index", "spatial"];

/** Names of the families: one a file. */
export const families: readonly string[] = readdirSync(OPERATIONS)
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".cases.ts"))
  .map((file) => file.replace(/\.ts$/, ""))
  .filter((name) => !OTHERS.includes(name))
  .sort();

export async function casesOf(family: string): Promise<readonly OperationCase[]> {
  const module: { cases: readonly OperationCase[] } = await import(`${OPERATIONS}/${family}.cases.ts`);
  return module.cases;
}

type Values = Float32Array | Int32Array | Uint8Array;

interface Known {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: Values;
}

/** Cases that were recorded together. */
export interface TracedCases {
  readonly cases: readonly OperationCase[];
  readonly graph: Graph;
  readonly inputs: readonly InputSpec[];
  readonly fn: (inputs: Readonly<Record<string, Tensor>>) => Record<string, Tensor>;
  readonly filled: ReadonlyMap<string, { readonly input: CaseInput; readonly edges: readonly number[] }>;
}

/** Records the cases as one function; equal inputs are one. */
export function traceCases(tf: TF, cases: readonly OperationCase[]): TracedCases {
  const filled = new Map<string, { input: CaseInput; edges: readonly number[] }>();
  const keyOf = (letter: "x" | "y", { input = rows(4, 6), edges = [] }: OperationCase): string => {
    const { dtype, shape, below = "", from = "" } = input;
    const key = `${letter}_${[dtype, ...shape, below, from].join("_")}_${edges.join("_")}`.replace(/[^\w.]/g, "m");
    filled.set(key, { input, edges });
    return key;
  };
  const keys = cases.map((one) => ({ x: keyOf("x", one), y: keyOf("y", one) }));
  const inputs = [...filled].map(
    ([name, { input }]): InputSpec => ({ name, dtype: input.dtype, shape: ["batch", ...input.shape] }),
  );
  const fn: TracedCases["fn"] = (given) => {
    const find = (key: string | undefined): Tensor => {
      const tensor = given[key ?? ""];
      if (tensor === undefined) throw new Error(`no input ${key}`);
      return tensor;
    };
    return Object.fromEntries(
      cases.map((one, i) => [
        `c${i}`,
        scope(`case ${i}`, () => one.fn(tf, { x: find(keys[i]?.x), y: find(keys[i]?.y) })),
      ]),
    );
  };
  return { cases, graph: traceInference(tf, fn, inputs), inputs, fn, filled };
}

/** Seeded values for a batch, the edges first. */
function feedsFor(tf: TF, { filled }: TracedCases, batch: number): Record<string, Tensor> {
  const random = Random.seeded(batch);
  return Object.fromEntries(
    [...filled].map(([name, { input, edges }]) => {
      const shape = [batch, ...input.shape];
      const size = tf.util.sizeFromShape(shape);
      const { below, from = 0 } = input;
      const values = random.fillNormal(new Float32Array(size));
      if (below !== undefined) for (const i of values.keys()) values[i] = from + random.integer(below - from);
      const turn = name.startsWith("y") ? 1 : 0;
      for (const i of edges.keys()) values[i] = edges[(i + turn) % edges.length] as number;
      return [name, tf.tensor(values, shape, input.dtype)];
    }),
  );
}

function known(tensor: Tensor): Known {
  return { dtype: tensor.dtype, shape: tensor.shape, values: tensor.dataSync() as Values };
}

interface Runtime {
  readonly InferenceSession: { create(model: Uint8Array): Promise<InferenceSession> };
  readonly Tensor: new (type: never, data: never, dims: readonly number[]) => OrtTensor;
}

/** Largest difference seen, relative to max(1, |value|), by case name; throws on the first one that is too large. */
export async function compareCases(
  tf: TF,
  traced: TracedCases,
  runtime: Runtime,
  model: Uint8Array,
  batches: readonly number[],
): Promise<Map<string, number>> {
  const session = await runtime.InferenceSession.create(model);
  const worst = new Map<string, number>();
  const faults: string[] = [];
  try {
    for (const batch of batches) {
      const inputs = feedsFor(tf, traced, batch);
      const expected = Object.fromEntries(
        Object.entries(tf.tidy(() => traced.fn(inputs))).map(([name, tensor]) => [name, known(tensor)]),
      );
      const feeds = Object.fromEntries(
        Object.entries(inputs).map(([name, tensor]) => {
          const { dtype, values, shape } = known(tensor);
          return [name, new runtime.Tensor(dtype as never, values as never, shape)];
        }),
      );
      tf.dispose(inputs);
      const got = await session.run(feeds);
      for (const [i, one] of traced.cases.entries()) {
        const [answer, want] = [got[`c${i}`], expected[`c${i}`]];
        const found = answer === undefined || want === undefined ? Number.NaN : differenceOf(answer, want);
        worst.set(one.name, Math.max(worst.get(one.name) ?? 0, found));
        if (!(found <= (one.tolerance ?? 1e-5))) {
          faults.push(`${one.name} at batch ${batch}: ${firstFault(answer, want)} (difference ${found})`);
        }
      }
    }
  } finally {
    await session.release();
  }
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return worst;
}

/** Relative to max(1, |value|); NaN for another shape or type, infinite where one is a number and the other none. */
function differenceOf(answer: OrtTensor, want: Known): number {
  if (answer.type !== want.dtype || answer.dims.join() !== want.shape.join()) return Number.NaN;
  let worst = 0;
  for (const [i, b] of want.values.entries()) {
    const a = Number((answer.data as Values)[i]);
    if (Object.is(a, b) || a === b) continue;
    const distance = Math.abs(a - b) / Math.max(1, Math.abs(b));
    worst = Math.max(worst, Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance);
  }
  return worst;
}

function firstFault(answer: OrtTensor | undefined, want: Known | undefined): string {
  if (answer === undefined || want === undefined) return "no such output";
  const place = [...want.values].findIndex((b, i) => {
    const a = Number((answer.data as Values)[i]);
    return !(Object.is(a, b) || Math.abs(a - b) / Math.max(1, Math.abs(b)) <= 1e-5);
  });
  return `${answer.type}[${answer.dims}] for ${want.dtype}[${want.shape}], [${place}] is ${(answer.data as Values)[place]}, not ${want.values[place]}`;
}

/** What writing one case refuses, in words. */
export function refusalOf(tf: TF, one: OperationCase): string {
  try {
    writeOnnx(traceCases(tf, [one]).graph);
  } catch (error) {
    if (error instanceof TraceError) return String(error);
    return `threw ${String(error)}`;
  }
  return "it was written";
}
