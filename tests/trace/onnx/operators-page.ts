/** docs/operators.md, made from the operations themselves and from what the matrix saw. */

import type { Operation } from "../../../trace/onnx/operation.js";
import { operations } from "../../../trace/onnx/operations/index.js";
import { refusals } from "../../../trace/onnx/operations/refusals.js";
import { HIGHEST_OPSET, LOWEST_OPSET } from "../../../trace/onnx/opset.js";
import { layerCases } from "../layers-table.js";
import { casesOf, families, OPERATIONS } from "./cases.js";

/** One row of the table: a file of operations. */
interface Family {
  readonly name: string;
  readonly operations: readonly Operation[];
  readonly cases: number;
  readonly later: readonly string[];
}

async function read(): Promise<Family[]> {
  const found: Family[] = [];
  for (const name of families) {
    const module: Record<string, unknown> = await import(`${OPERATIONS}/${name}.ts`);
    const own = operations.filter((operation) => Object.values(module).includes(operation));
    const cases = await casesOf(name);
    const later = cases.flatMap((one) => (one.since === undefined ? [] : [`${one.since} for "${one.name}"`]));
    if (own.length > 0) found.push({ name, operations: own, cases: cases.length, later });
  }
  return found;
}

/** @param differences largest difference by family; empty where it is to be left out. */
export async function operatorsPage(differences: ReadonlyMap<string, number>): Promise<string> {
  const found = await read();
  const names = found.flatMap((family) => family.operations.flatMap(({ tensorflow }) => tensorflow));
  const rows = found.map(({ name, operations: own, cases, later }) => {
    const unique = (list: readonly string[]): string => [...new Set(list)].join(", ");
    const recorded = unique(own.flatMap(({ tensorflow }) => tensorflow));
    const elsewhere = unique(own.flatMap((one) => one.elsewhere ?? []));
    const opset = later.length === 0 ? String(LOWEST_OPSET) : `${LOWEST_OPSET}; ${later.join(", ")}`;
    const difference = differences.get(name);
    const size = difference === undefined ? "" : difference === 0 ? "0" : difference.toExponential(1);
    return `| ${name} | ${recorded} | ${elsewhere} | ${unique(own.flatMap(({ onnx }) => onnx))} | ${opset} | ${cases} | ${size} |`;
  });
  const total = found.reduce((sum, { cases }) => sum + cases, 0);
  return `# What is written as ONNX

This page is made by \`npm run matrix\` from the operations in \`trace/onnx/operations/\` and their cases; a test holds it against
them. Kiln writes ${names.length} operations of TensorFlow that tfjs records, for operator sets ${LOWEST_OPSET} to ${HIGHEST_OPSET}. Each of the ${total} cases
is computed by tfjs and by onnxruntime at batches of 1, 3 and 16 with operator sets 13, 15, 18, 21 and 23, with zeros of both
signs, infinities and NaN where a function has them, and each file passes the ONNX checker with shapes inferred. The last column
is the largest difference seen, relative to max(1, |value|).

| Family | Recorded by tfjs | The same in graphs from elsewhere | Written with | Operator set from | Cases | Largest difference |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join("\n")}

## Layers

${layerCases.length} models of one or two layers each, every class of tf.layers that makes sense in inference, agree within 1e-5:
${layerCases.map(({ name }) => name).join("; ")}.

## What is refused

An operation that is not in the table stops the export, with its name, the layer and the line, and no file is written.

| Operations | Why | Instead |
| --- | --- | --- |
${refusals.map(({ tensorflow, reason, next = "" }) => `| ${tensorflow.join(", ")} | ${reason} | ${next} |`).join("\n")}
`;
}

/** The page without what was measured, and without how its tables are laid out. */
export function withoutFigures(page: string): string {
  return page
    .replace(/\|[^|\n]*\|$/gm, "|")
    .replace(/-{2,}/g, "-")
    .replace(/ +/g, " ");
}
