/** The evaluation of a short-form model by the kinds of its outputs: figures, baselines, intervals, worst errors, importance. */
import { InterruptedError } from "../../core/errors.js";
import type { Json, JsonObject } from "../../core/json.js";
import { Random } from "../../core/random.js";
import type { ReportSection, ReportTable } from "../../core/report-section.js";
import type { Reporter } from "../../core/reporter.js";
import type { Tensors } from "../../core/tensor.js";
import type { Dataset } from "../../train/data/dataset.js";
import type { AnyModelSpec } from "../define-model.js";
import type { ShortFacts } from "../facts.js";
import type { Answered } from "../metrics.js";
import type { AnyOutput } from "../specs.js";
import type { Tables } from "./contenders.js";
import { columnsOf, featuresOf, rowsOf } from "./features.js";
import { importanceOf } from "./importance.js";
import { evaluateLabels } from "./labels.js";
import { evaluateNumbers } from "./numbers.js";

/** Rows that importance is measured on. */
const IMPORTANCE_ROWS = 1000;

/** What the model answered to the rows of a part, by output. */
export type PartAnswers = Readonly<Record<string, Answered>>;

/** What is evaluated. */
export interface EvaluationInput {
  readonly spec: AnyModelSpec;
  readonly facts: ShortFacts;
  readonly dataset: Dataset;
  readonly validation: PartAnswers;
  readonly test: PartAnswers;
  /** Answers to other rows: published form, by output. */
  ask(inputs: Tensors): Promise<Tensors>;
  readonly seed: number;
  /** Whether other learners are trained. */
  readonly learned: boolean;
  readonly reporter: Reporter;
  readonly signal: AbortSignal | undefined;
}

/** What was found about one output. */
export interface OutputEvaluation {
  readonly json: JsonObject;
  /** Figures by name: `accuracy`, `majority`; those of the test part. */
  readonly figures: Readonly<Record<string, number>>;
  readonly tables: readonly ReportTable[];
  readonly remarks: readonly string[];
  /** The model beside its baselines. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** What was found about all of them. */
export interface Evaluation {
  readonly evaluation: JsonObject;
  readonly metrics: Readonly<Record<string, number>>;
  readonly remarks: readonly string[];
  readonly sections: readonly ReportSection[];
  readonly outputs: readonly OutputEvaluation[];
}

/** What the evaluation of one output is given. */
export interface OutputInput {
  readonly name: string;
  readonly output: AnyOutput;
  readonly validation: Answered;
  readonly test: Answered;
  readonly tables: Tables | null;
  /** The truth of the rows of `tables.training`. */
  readonly trainingTruth: ArrayLike<number>;
  readonly input: EvaluationInput;
}

/** Evaluates. */
export async function evaluateShort(input: EvaluationInput): Promise<Evaluation> {
  const { spec, dataset, signal } = input;
  const { tables, training } = await tablesOf(input);
  const importance = await importances(input);
  const outputs: OutputEvaluation[] = [];
  const evaluated: Record<string, JsonObject> = {};
  const metrics: Record<string, number> = {};
  const many = Object.keys(spec.outputs).length > 1;
  for (const [name, output] of Object.entries(spec.outputs)) {
    if (signal?.aborted) throw new InterruptedError("stopped while evaluating");
    const [validation, test] = [input.validation[name], input.test[name]];
    if (validation === undefined || test === undefined) continue;
    const given = { name, output, validation, test, tables, trainingTruth: training[name]?.data ?? [], input };
    const found = output.kind === "labels" ? await evaluateLabels(given) : await evaluateNumbers(given);
    const of = importance[name] ?? [];
    outputs.push({ ...found, tables: [...found.tables, ...importanceTable(name, of)] });
    evaluated[name] = { ...found.json, importance: of.map((one): Json => ({ ...one })) };
    const last = many ? `.${name}` : "";
    for (const [figure, value] of Object.entries(found.figures)) metrics[`test.${figure}${last}`] = value;
  }
  return {
    evaluation: {
      data: {
        ...dataset.summary,
        counts: { ...dataset.summary.counts },
        found: dataset.findings.json,
        warnings: [...dataset.findings.warnings],
      },
      rows: { validation: dataset.parts.validation.rows, test: dataset.parts.test.rows },
      outputs: evaluated,
    },
    metrics,
    // What is wrong with the rows comes first: a leak makes every figure below it too good.
    remarks: [...dataset.findings.warnings, ...outputs.flatMap(({ remarks }) => remarks)],
    sections: [
      ...outputs.map((one, i) => ({ heading: `How good ${Object.keys(evaluated)[i]} is`, tables: one.tables })),
      dataSection(dataset),
    ],
    outputs,
  };
}

/** What the reader found, as a section of the report. */
function dataSection({ findings, summary }: Dataset): ReportSection {
  const { columns, rows, notes, warnings } = findings;
  const sentences = [...warnings.map((text) => ["look at this", text]), ...notes.map((text) => ["found", text])];
  return {
    heading: "What it learned from",
    tables: [
      { title: `${summary.source}: what was read, and how it was divided`, columns: ["", ""], rows: sentences },
      { title: "Its columns", columns, rows },
    ],
  };
}

async function tablesOf(input: EvaluationInput): Promise<{ tables: Tables | null; training: Tensors }> {
  const { spec, facts, dataset, learned, reporter } = input;
  const columns = learned ? columnsOf(spec, facts) : null;
  if (columns === null || columns === 0) return { tables: null, training: {} };
  reporter.note("Other learners are trained to compare with: --set learnedBaselines=false leaves them out.");
  const training = await rowsOf(dataset, "training");
  const table = async (part: "validation" | "test") =>
    featuresOf(spec, facts, await rowsOf(dataset, part, Number.POSITIVE_INFINITY), columns);
  return {
    tables: {
      training: featuresOf(spec, facts, training, columns),
      validation: await table("validation"),
      test: await table("test"),
    },
    training,
  };
}

/** For each output, how much worse its figure gets without an input. */
async function importances(input: EvaluationInput): Promise<Record<string, Awaited<ReturnType<typeof importanceOf>>>> {
  const { spec, dataset, seed, ask } = input;
  const rows = await rowsOf(dataset, "test", IMPORTANCE_ROWS);
  const inputs = Object.fromEntries(
    Object.keys(spec.inputs).flatMap((name) => (rows[name] === undefined ? [] : [[name, rows[name]]])),
  ) as Tensors;
  if (Object.keys(inputs).length < 2 && Object.values(inputs).every(({ dims }) => dims.length !== 2)) return {};
  const found: Record<string, Awaited<ReturnType<typeof importanceOf>>> = {};
  for (const [name, output] of Object.entries(spec.outputs)) {
    const truth = rows[name]?.data ?? [];
    const badness = async (given: Tensors): Promise<number> => {
      const answer = (await ask(given))[name]?.data ?? [];
      const width = answer.length / Math.max(1, rows[name]?.dims[0] ?? 1);
      let [total, known] = [0, 0];
      for (let row = 0; row < truth.length; row++) {
        const is = Number(truth[row] ?? Number.NaN);
        if (Number.isNaN(is) || (output.kind === "labels" && is < 0)) continue;
        known += 1;
        total +=
          output.kind === "labels"
            ? -Math.log(Math.max(1e-15, Number(answer[row * width + is] ?? 0)))
            : Math.abs(Number(answer[row] ?? 0) - is);
      }
      return total / Math.max(1, known);
    };
    found[name] = await importanceOf(inputs, badness, Random.seeded(seed, `importance/${name}`));
  }
  return found;
}

function importanceTable(name: string, list: readonly { name: string; worse: number }[]): ReportTable[] {
  if (list.length === 0) return [];
  return [
    {
      title: `What ${name} depends on: how much worse it gets when an input is shuffled`,
      columns: ["input", "worse by"],
      rows: list.map(({ name: input, worse }) => [input, Number(worse.toPrecision(3))]),
    },
  ];
}
