/** A model's inputs and outputs as a reader and a network see them. */
import type { Field } from "../train/data/dataset.js";
import type { LossSpec } from "../train/losses/loss-choice.js";
import type { NetworkInput, NetworkOutput } from "../train/nn/network.js";
import type { AnyModelSpec } from "./define-model.js";
import type { ShortFacts } from "./facts.js";
import type { AnyInput, AnyOutput } from "./specs.js";

/** All fields, inputs first. */
export function fieldsOf({ inputs, outputs }: AnyModelSpec): Field[] {
  return [
    ...Object.entries(inputs).map(([name, spec]) => fieldOf(name, "input", spec)),
    ...Object.entries(outputs).map(([name, spec]) => fieldOf(name, "output", spec)),
  ];
}

function fieldOf(name: string, role: "input" | "output", spec: AnyInput | AnyOutput): Field {
  switch (spec.kind) {
    case "number":
    case "series": {
      const { kind, unit, range } = spec;
      const legal = range === undefined ? undefined : { minimum: range[0], maximum: range[1] };
      return { name, role, kind, shape: shapeOf(spec), unit, range: legal };
    }
    case "category":
    case "labels":
      return { name, role, kind: spec.kind, shape: [], names: spec.names };
    case "picture":
      return { name, role, kind: "picture", shape: shapeOf(spec) };
  }
}

/** The shape of one row. */
export function shapeOf(spec: AnyInput | AnyOutput): readonly number[] {
  switch (spec.kind) {
    case "number":
      return spec.shape;
    case "series":
      return [spec.length, spec.channels];
    case "picture":
      return [spec.size, spec.size, spec.channels];
    case "category":
    case "labels":
      return [];
  }
}

/** The inputs of a network. */
export function networkInputs({ inputs }: AnyModelSpec): NetworkInput[] {
  return Object.entries(inputs).map(([name, spec]) => ({ name, kind: spec.kind, shape: shapeOf(spec) }));
}

/** What a network must give for each output. */
export function networkOutputs(
  { outputs }: AnyModelSpec,
  facts: ShortFacts,
  losses: Readonly<Record<string, LossSpec>>,
): NetworkOutput[] {
  return Object.entries(outputs).map(([name, spec]) => {
    if (spec.kind === "labels") {
      const count = facts.names[name]?.length ?? 0;
      if (losses[name]?.kind === "binary") return { name, width: 1, what: "the log odds of the second of two labels" };
      return { name, width: count, what: `a number for each of ${count} labels` };
    }
    const width = spec.shape.reduce((product, size) => product * size, 1);
    return { name, width, what: width === 1 ? "one number" : `${width} numbers` };
  });
}
