/** `README.md` of a version: the model card, for whoever finds the folder without Kiln. */
import { DIFFERENCE_RULE, differenceText } from "../../core/agreement.js";
import { type Contract, type Dimension, labelsOf, type TensorSpec } from "../../core/contract.js";
import type { TrainingSummary } from "../../core/inference.js";
import { type Manifest, repositoryFiles } from "../../core/manifest.js";
import { usage } from "./card-usage.js";

/** The model card, in Markdown. */
export function modelCard(manifest: Manifest): string {
  const { contract, training, verification } = manifest;
  return [
    `# ${contract.title} (${manifest.name}, version ${manifest.version})`,
    contract.description,
    ...(training.data.simulated ? [SIMULATED] : []),
    bundleSentence(manifest),
    "## Inputs and outputs",
    tensorTable("Input", contract.inputs, (name) => rangeOf(contract, name)),
    tensorTable("Output", contract.outputs, () => ""),
    `Raw values go in and come out: all scaling is inside the model. \`batch\` is free, every other dimension is fixed.`,
    ...labels(contract),
    "## Training",
    trainingText(training),
    metricsTable(training),
    ...training.remarks,
    "## Verification",
    `Compared with ${verification.reference}, on ${verification.cases} cases at batch ${verification.batches.join(", ")}, edge ` +
      `values among them. The largest difference is the largest ${DIFFERENCE_RULE}; ${verification.tolerance} is allowed. \`kiln verify ${manifest.model}\` repeats it.`,
    table(
      ["Runtime", "Version", "Largest difference", "Where"],
      verification.runtimes.map((runtime) => [
        `${runtime.runtime} (${runtime.provider})`,
        runtime.version,
        differenceText(runtime.maxScaledDifference),
        runtime.worst,
      ]),
    ),
    "## How to run it",
    ...usage(manifest),
    "## Files",
    `\`${manifest.file.name}\` (ONNX, opset ${manifest.opset}, ${manifest.file.bytes} bytes, SHA-256 \`${manifest.file.sha256}\`), ` +
      `\`${repositoryFiles.manifest}\` (all of the above for machines), \`${repositoryFiles.golden}\` (inputs and outputs to check a ` +
      `runtime with). Made by ${manifest.exporter.road} ${manifest.exporter.version} on ${manifest.created}.`,
  ]
    .filter((part) => part !== "")
    .map((part) => `${part}\n`)
    .join("\n");
}

const SIMULATED =
  "> **Trained on simulated data.** Its answers say how well the method works, and nothing about the real world.";

function bundleSentence({ bundle, name }: Manifest): string {
  const others = bundle.graphs.filter((graph) => graph !== name);
  if (others.length === 0) return "";
  return `It belongs together with ${others.join(", ")} of the same version (bundle \`${bundle.id}\`): use them together or not at all.`;
}

function tensorTable(title: string, specs: readonly TensorSpec[], range: (name: string) => string): string {
  return table(
    [title, "Type", "Shape", "Unit", "Meaning"],
    specs.map((spec) => [
      `\`${spec.name}\``,
      spec.type,
      `[${spec.dimensions.map(dimensionText).join(", ")}]`,
      spec.unit,
      `${spec.description}${range(spec.name)}`,
    ]),
  );
}

function dimensionText({ name, size }: Dimension): string {
  return size === null ? name : `${name} = ${size}`;
}

function rangeOf(contract: Contract, name: string): string {
  const range = contract.inputs.find((input) => input.name === name)?.range;
  return range === undefined ? "" : ` (${range.minimum} to ${range.maximum})`;
}

function labels(contract: Contract): string[] {
  const names = labelsOf(contract);
  return names === undefined ? [] : [`Classes, by index: ${names.map((label, i) => `${i} ${label}`).join(", ")}.`];
}

function trainingText({ data, preset, seed, epochs, steps, finished }: TrainingSummary): string {
  const counts = Object.entries(data.counts).map(([what, count]) => `${count} ${what}`);
  const source = `${data.source}${data.simulated ? " (simulated)" : ""}`;
  return (
    `Data: ${source}${counts.length === 0 ? "" : `: ${counts.join(", ")}`}; SHA-256 \`${data.sha256}\`.\n` +
    `Preset \`${preset}\`, seed ${seed}, ${steps} steps, ${epochs} epochs${finished ? "" : ", **stopped before its end**"}.`
  );
}

function metricsTable({ metrics }: TrainingSummary): string {
  const rows = Object.entries(metrics).map(([name, value]) => [name, String(Number(value.toPrecision(4)))]);
  return rows.length === 0 ? "" : table(["Metric", "Value"], rows);
}

/** A Markdown table; a bar in a cell would end it. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}
