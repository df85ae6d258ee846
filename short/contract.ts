/** The contract of a short-form model: it follows from its specs and from what the data say. */
import {
  batch,
  CONTRACT_FORMAT_VERSION,
  type Contract,
  type Dimension,
  type EdgeCase,
  type InputSpec,
  type OutputSpec,
} from "../core/contract.js";
import { PREDICT_PROCESSING } from "../core/predict/processing.js";
import type { AnyModelSpec } from "./define-model.js";
import type { ShortFacts } from "./facts.js";
import type { AnyInput, AnyOutput } from "./specs.js";

/** The contract of the only graph. */
export function contractOf(spec: AnyModelSpec, facts: ShortFacts): Contract {
  const inputs = Object.entries(spec.inputs).map(([name, input]) => inputOf(name, input, facts));
  return {
    formatVersion: CONTRACT_FORMAT_VERSION,
    model: spec.name,
    name: spec.name,
    title: spec.title ?? spec.name,
    description: spec.summary ?? `${listed(Object.keys(spec.outputs))} from ${listed(Object.keys(spec.inputs))}.`,
    processing: PREDICT_PROCESSING,
    inputs,
    outputs: Object.entries(spec.outputs).map(([name, output]) => outputOf(name, output, facts)),
    edgeCases: [...borders(inputs), ...(spec.edgeCases ?? [])],
  };
}

function inputOf(name: string, spec: AnyInput, facts: ShortFacts): InputSpec {
  switch (spec.kind) {
    case "number":
      return {
        name,
        kind: { kind: "number" },
        type: "float32",
        dimensions: [batch, ...numbered(spec.shape)],
        unit: spec.unit,
        description: spec.description || name,
        ...rangeOf(spec.range),
        sample: sampleOf(spec.range, facts.statistics[name]),
      };
    case "series":
      return {
        name,
        kind: { kind: "series" },
        type: "float32",
        dimensions: [batch, { name: "time", size: spec.length }, { name: "channel", size: spec.channels }],
        unit: spec.unit,
        description: spec.description || name,
        ...rangeOf(spec.range),
        sample: sampleOf(spec.range, facts.statistics[name]),
      };
    case "category": {
      const names = facts.names[name] ?? [];
      return {
        name,
        kind: { kind: "category", names },
        type: "int32",
        dimensions: [batch],
        unit: "index",
        description: spec.description || name,
        sample: { distribution: "integer", minimum: 0, maximum: names.length - 1 },
        range: { minimum: 0, maximum: names.length - 1 },
      };
    }
    case "picture":
      return {
        name,
        kind: { kind: "picture", layout: "rows-columns-channels", black: 0, white: 255 },
        type: "float32",
        dimensions: [
          batch,
          { name: "row", size: spec.size },
          { name: "column", size: spec.size },
          { name: "channel", size: spec.channels },
        ],
        unit: "level",
        description: spec.description || name,
        sample: { distribution: "uniform", minimum: 0, maximum: 255 },
        range: { minimum: 0, maximum: 255 },
      };
  }
}

function outputOf(name: string, spec: AnyOutput, facts: ShortFacts): OutputSpec {
  if (spec.kind === "number") {
    return {
      name,
      type: "float32",
      dimensions: [batch, ...numbered(spec.shape)],
      unit: spec.unit,
      description: spec.description || name,
    };
  }
  const names = facts.names[name] ?? [];
  return {
    name,
    type: "float32",
    dimensions: [batch, { name: "label", size: names.length }],
    unit: "probability",
    description: spec.description || name,
    labels: [...names],
  };
}

/** `[3, 2]` as dimensions of no name of their own. */
function numbered(shape: readonly number[]): Dimension[] {
  return shape.map((size, i) => ({ name: shape.length === 1 ? "component" : `component${i + 1}`, size }));
}

function rangeOf(range: readonly [number, number] | undefined) {
  return range === undefined ? {} : { range: { minimum: range[0], maximum: range[1] } };
}

/** Believable numbers: what the training part has, inside of the range. */
function sampleOf(
  range: readonly [number, number] | undefined,
  statistics: ShortFacts["statistics"][string] | undefined,
): InputSpec["sample"] {
  const components = statistics ?? [];
  if (components.length === 0) {
    const [minimum, maximum] = range ?? [0, 1];
    return { distribution: "uniform", minimum, maximum };
  }
  const minimum = Math.min(...components.map((one) => one.minimum));
  const maximum = Math.max(...components.map((one) => one.maximum));
  return { distribution: "uniform", minimum, maximum: maximum > minimum ? maximum : minimum + 1 };
}

/** Where runtimes like to differ: everything at its least, everything at its most, and numbers that are all equal. */
function borders(inputs: readonly InputSpec[]): EdgeCase[] {
  const at = (pick: (input: InputSpec) => number): EdgeCase["inputs"] =>
    Object.fromEntries(inputs.map((input) => [input.name, [pick(input)]]));
  const least = (input: InputSpec) => input.range?.minimum ?? lowest(input.sample);
  const most = (input: InputSpec) => input.range?.maximum ?? highest(input.sample);
  return [
    { name: "smallest", inputs: at(least) },
    { name: "largest", inputs: at(most) },
    { name: "zero, or the smallest", inputs: at((input) => Math.max(Math.min(0, most(input)), least(input))) },
  ];
}

function lowest(sample: InputSpec["sample"]): number {
  return sample.distribution === "normal" ? sample.mean - 3 * sample.deviation : sample.minimum;
}

function highest(sample: InputSpec["sample"]): number {
  return sample.distribution === "normal" ? sample.mean + 3 * sample.deviation : sample.maximum;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
