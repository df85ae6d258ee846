/** The page about a conversion: what was compared, each runtime's difference, and every value inside of the graph. */
import { writeFile } from "node:fs/promises";
import { DIFFERENCE_RULE, differenceText } from "../../../core/agreement.js";
import { FailedError, messageOf } from "../../../core/errors.js";
import type { Graph } from "../../../trace/graph.js";
import type { ConvertedModel } from "../verified-onnx.js";
import type { InnerValue } from "./inner-values.js";

/** Writes the page. @throws FailedError when it cannot be written. */
export async function writeReport(
  path: string,
  name: string,
  converted: ConvertedModel,
  graph: Graph,
  values: readonly InnerValue[],
): Promise<void> {
  try {
    await writeFile(path, page(name, converted, graph, values));
  } catch (cause) {
    throw new FailedError(`the report cannot be written: ${messageOf(cause)}`, { where: { file: path }, cause });
  }
}

function page(name: string, converted: ConvertedModel, graph: Graph, values: readonly InnerValue[]): string {
  const { differences, inputs, outputs, reference, cases, batches, tolerance, file, remark } = converted;
  const agrees = differences.every(({ largestDifference }) => largestDifference <= tolerance);
  const constants = graph.nodes.filter(({ op }) => op === "Const");
  const weights = constants.reduce((sum, node) => sum + (node.values?.length ?? 0), 0);
  const facts: (readonly [string, string])[] = [
    ["Result", agrees ? "The file agrees with tfjs." : "The file differs from tfjs; it was not written."],
    ["Compared with", reference],
    ["On", `${cases} cases, batch sizes ${batches.join(", ")}`],
    ["Allowed", `${DIFFERENCE_RULE} up to ${tolerance}`],
    ...(remark === undefined ? [] : [["Left out", remark] as const]),
    ["File", `${(file.length / 1e3).toFixed(1)} kB, ${weights.toLocaleString("en")} numbers in constants`],
    ...inputs.map((input) => ["Input", `${input.name}: ${input.dtype} [${input.shape.join(", ")}]`] as const),
    ...outputs.map((output) => ["Output", output] as const),
  ];
  const runtimes = differences.map(({ runtime, version, provider, largestDifference, where, milliseconds }) => [
    ...[runtime, version, provider, differenceText(largestDifference), where],
    `${milliseconds.toFixed(2)} ms`,
  ]);
  const inner = values.map(({ node, op, scope, shape, difference }) => [
    ...[scope, op, node, `[${shape.map((length) => (length === -1 ? "batch" : length)).join(", ")}]`],
    difference === undefined ? "folded into another" : differenceText(difference),
    difference === undefined ? 0 : difference / tolerance,
  ]);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(name)}: conversion to ONNX</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 0 0 2rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent); vertical-align: top; overflow-wrap: anywhere; }
meter { width: 6rem; }
.differs td { color: #c62828; font-weight: 600; }
@media (prefers-color-scheme: dark) { .differs td { color: #ff8a80; } }
</style>
<h1>${escaped(name)}</h1>
<table>${facts.map(([key, value]) => `<tr><th scope="row">${escaped(key)}</th><td>${escaped(value)}</td></tr>`).join("\n")}</table>
<h2>Runtimes</h2>
${table(
  ["Runtime", "Version", "On", "Largest difference", "Where", "A row"],
  runtimes.map((row) => ({ cells: row })),
)}
<h2>Inside of the graph</h2>
<p>Every value in the order in which it is computed, on the case that differs most. The bar is the share of what is allowed.</p>
${table(
  ["Layer", "Operation", "Name", "Shape", "Difference", ""],
  inner.map((row) => {
    const share = Number(row[5]);
    const cells = [...row.slice(0, 5).map(String), share === 0 ? "" : share];
    return { cells, differs: share > 1 };
  }),
)}
</html>
`;
}

interface Row {
  readonly cells: readonly (string | number)[];
  readonly differs?: boolean;
}

/** A number in a cell becomes a bar of that share. */
function table(heads: readonly string[], rows: readonly Row[]): string {
  const cell = (value: string | number): string =>
    typeof value === "number"
      ? `<td><meter min="0" max="1" value="${Math.min(1, value).toFixed(4)}">${value.toFixed(2)}</meter></td>`
      : `<td>${escaped(value)}</td>`;
  const body = rows.map(
    ({ cells, differs }) => `<tr${differs === true ? ' class="differs"' : ""}>${cells.map(cell).join("")}</tr>`,
  );
  return `<table><thead><tr>${heads.map((head) => `<th scope="col">${escaped(head)}</th>`).join("")}</tr></thead>
<tbody>${body.join("\n")}</tbody></table>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
