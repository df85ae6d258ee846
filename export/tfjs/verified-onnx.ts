/** Records a function of tensors, writes it as ONNX, and holds the file against tfjs. */
import { differenceText } from "../../core/agreement.js";
import { InterruptedError, KilnError, UsageError, VerificationError } from "../../core/errors.js";
import type { Reporter } from "../../core/reporter.js";
import type { InputSpec } from "../../trace/batch.js";
import type { Graph } from "../../trace/graph.js";
import { writeOnnx } from "../../trace/onnx/write.js";
import { withRecurrentOperators } from "../../trace/recurrent.js";
import { traceSymbolic } from "../../trace/symbolic/record.js";
import type { Tfjs } from "../../trace/tfjs.js";
import type { Convertible } from "./convertible.js";
import { type ChosenShapes, inputSpecs } from "./input-specs.js";
import { tfjsAnswer } from "./verify/answers.js";
import { type Case, FULL_PLAN, type InputRange, makeCases } from "./verify/cases.js";
import { indexRanges } from "./verify/index-ranges.js";
import { type AnsweredCase, compareRuntimes, type RuntimeDifference } from "./verify/verify.js";
import { multiplyAdds } from "./verify/work.js";

/** How a file is written and checked. */
export interface VerifiedOnnxOptions {
  readonly opset?: number;
  readonly tolerance: number;
  readonly ranges: Readonly<Record<string, InputRange>>;
  readonly shapes: ChosenShapes;
  readonly bisect: boolean;
  /** GRU and LSTM step by step, or as ONNX's own operators; step by step when left out. */
  readonly recurrent?: "unrolled" | "operators";
  readonly report?: string;
  readonly name: string;
  readonly doc: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly reporter: Reporter;
  readonly signal?: AbortSignal;
}

/** A file that agrees with tfjs. */
export interface ConvertedModel {
  readonly file: Uint8Array;
  readonly inputs: readonly InputSpec[];
  readonly outputs: readonly string[];
  /** What the comparison was held against, in words. */
  readonly reference: string;
  /** Each runtime's largest difference, and where. */
  readonly differences: readonly RuntimeDifference[];
  readonly cases: number;
  readonly batches: readonly number[];
  readonly tolerance: number;
  /** What was left out of the check and why, in words; undefined when nothing was. */
  readonly remark: string | undefined;
}

/** Above this, tfjs's JavaScript takes more than a second a row. */
const MUCH_WORK = 1e8;

/** How many multiplications and additions a check in JavaScript may take: about half a minute. */
const MOST_WORK = 4e9;

/**
 * Does it.
 *
 * @throws TraceError naming operation and layer, for what cannot be recorded or written; VerificationError naming the runtime,
 *   output and case that differ, and the first operation with `bisect`; UsageError; InterruptedError.
 */
export async function verifiedOnnx(
  tf: Tfjs,
  convertible: Convertible,
  options: VerifiedOnnxOptions,
): Promise<ConvertedModel> {
  const { reporter, signal, tolerance } = options;
  reporter.stage("record and write");
  const inputs = inputSpecs(convertible.inputs, options.shapes);
  const graph = traceSymbolic(tf, convertible.fn, inputs, {
    constants: convertible.constants,
    outside: "constants",
    sources: convertible.fromCode,
  });
  const writing = {
    name: options.name,
    doc: options.doc,
    metadata: options.metadata,
    producerVersion: options.metadata.converter?.replace(/^kiln /, "") ?? "",
    inputs: originalNames(
      inputs.map(({ name }) => name),
      graph.nodes.filter(({ op }) => op === "Placeholder").map(({ name }) => name),
    ),
    ...(options.opset === undefined ? {} : { opset: options.opset }),
  };
  const form = options.recurrent === "operators" ? withRecurrentOperators(graph, convertible.recurrent) : graph;
  const file = writeOnnx(form, writing);

  reporter.stage("compare with tfjs");
  const ranges = rangesOf(inputs, options.ranges, graph);
  const { cases, remark } = await casesFor(inputs, ranges, graph);
  if (remark !== undefined) reporter.note(remark);
  const answered = await answers(tf, convertible, cases, reporter, signal);
  const differences = await compareRuntimes(file, answered, signal);
  const inside =
    options.report === undefined && !options.bisect
      ? undefined
      : async () => {
          const { compareInside } = await import("./verify/inner-values.js");
          const worst =
            [...differences].sort((a, b) => b.largestDifference - a.largestDifference)[0]?.worst ?? answered[0];
          return await compareInside(tf, graph, writeOnnx(graph, { ...writing, optimise: false }), worst?.feeds ?? {});
        };
  const converted: ConvertedModel = {
    file,
    inputs,
    outputs: convertible.outputs,
    reference: convertible.referenceName,
    differences,
    cases: cases.length,
    batches: [...new Set(cases.map(({ batch }) => batch))].sort((a, b) => a - b),
    tolerance,
    remark,
  };
  const values = await inside?.();
  if (options.report !== undefined && values !== undefined) {
    const { writeReport } = await import("./verify/report.js");
    await writeReport(options.report, options.name, converted, graph, values);
  }
  const failed = differences.find(({ largestDifference }) => !(largestDifference <= tolerance));
  if (failed !== undefined) throw disagreement(failed, tolerance, values, options.bisect);
  return converted;
}

function disagreement(
  { runtime, where, got, expected, largestDifference }: RuntimeDifference,
  tolerance: number,
  values: Awaited<ReturnType<typeof import("./verify/inner-values.js").compareInside>> | undefined,
  bisect: boolean,
): VerificationError {
  const first = values?.find(({ difference }) => difference !== undefined && !(difference <= tolerance));
  const found =
    first === undefined
      ? bisect
        ? " No single operation differs by itself: the difference appears in the rewritten file only."
        : ""
      : ` The first operation that differs is ${first.op} (${first.node}), by ${differenceText(first.difference ?? 0)}.`;
  return new VerificationError(
    `${runtime} differs from tfjs: ${where} is ${got}, not ${expected} (difference ${differenceText(largestDifference)}, allowed ${tolerance}).${found}`,
    {
      next: bisect
        ? "No file was written. A larger --tolerance lets a difference pass that you can live with."
        : "No file was written. --bisect names the first operation that differs; --tolerance lets a difference pass.",
    },
  );
}

/** The model's own names of its inputs, where the graph's had to be changed. */
function originalNames(names: readonly string[], inGraph: readonly string[]): Record<string, string> {
  return Object.fromEntries(inGraph.map((name, i) => [name, names[i] ?? name]));
}

function rangesOf(
  inputs: readonly InputSpec[],
  chosen: Readonly<Record<string, InputRange>>,
  graph: Graph,
): Record<string, InputRange> {
  const names = inputs.map(({ name }) => name);
  const unknown = Object.keys(chosen).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`the model has no input ${JSON.stringify(unknown)}`, {
      where: { field: "--input-range" },
      next: `Its inputs are ${names.join(", ")}.`,
    });
  }
  const ranges: Record<string, InputRange> = {};
  const placeholders = graph.nodes.filter(({ op }) => op === "Placeholder").map(({ name }) => name);
  for (const [placeholder, maximum] of indexRanges(graph)) {
    const name = names[placeholders.indexOf(placeholder)];
    if (name !== undefined) ranges[name] = { minimum: 0, maximum, whole: true };
  }
  return { ...ranges, ...chosen };
}

/** Cases as many as the machine's tfjs can answer in a time that a person waits. */
async function casesFor(
  inputs: readonly InputSpec[],
  ranges: Readonly<Record<string, InputRange>>,
  graph: Graph,
): Promise<{ cases: Case[]; remark: string | undefined }> {
  const work = multiplyAdds(graph);
  const all = makeCases(inputs, ranges, FULL_PLAN);
  if (work <= MUCH_WORK || (await fastTensorFlow())) return { cases: all, remark: undefined };
  const rows = Math.floor(MOST_WORK / work);
  const plan =
    rows >= 12
      ? { batches: [1, 3], seeds: [1], edgeBatch: 2 }
      : { batches: rows >= 5 ? [1, 2] : [1], seeds: [1], edgeBatch: 1 };
  const cases = rows >= 5 ? makeCases(inputs, ranges, plan) : makeCases(inputs, ranges, plan).slice(0, 2);
  return {
    cases,
    remark:
      `${(work / 1e6).toFixed(0)} million multiplications a row take long in JavaScript: compared on ${cases.length} of ` +
      `${all.length} cases. With @tensorflow/tfjs-node installed, all are.`,
  };
}

/** tfjs-node where it is installed: it computes in the place of JavaScript, for models that are large. */
async function fastTensorFlow(): Promise<boolean> {
  const { loadTensorFlow } = await import("../../trace/tensorflow.js");
  try {
    await loadTensorFlow();
    return true;
  } catch (cause) {
    // It need not be there: this command runs without it.
    if (cause instanceof KilnError) return false;
    throw cause;
  }
}

async function answers(
  tf: Tfjs,
  convertible: Convertible,
  cases: readonly Case[],
  reporter: Reporter,
  signal: AbortSignal | undefined,
): Promise<AnsweredCase[]> {
  const answered: AnsweredCase[] = [];
  for (const [done, one] of cases.entries()) {
    if (signal?.aborted === true) throw new InterruptedError("the comparison was interrupted");
    reporter.progress({ label: "tfjs", done, total: cases.length, unit: "cases" });
    answered.push({ ...one, expected: await tfjsAnswer(tf, convertible, one.feeds) });
  }
  return answered;
}
