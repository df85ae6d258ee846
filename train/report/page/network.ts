/** The network as a diagram and as a table of layers, shapes and parameters: as the course report showed its own. */
import type { GraphRecord } from "../read/record.js";
import { flowDiagram } from "./flow-diagram.js";
import { escapeHtml, table } from "./html.js";

/** Diagram and table of one graph; without a recorded flow the table alone, since weights do not say what follows what. */
export function networkFigure({ name, inputs, outputs, layers, flow }: GraphRecord): string {
  const total = layers.reduce((sum, { parameters }) => sum + parameters, 0);
  const rows = layers.map(({ path, weights, parameters }) => [
    path,
    weights.map(({ name: weight, shape }) => `${weight} ${times(shape)}`).join(", "),
    parameters.toLocaleString("en-GB"),
  ]);
  const caption = `${name}: ${layers.length} layers, ${total.toLocaleString("en-GB")} parameters`;
  const ends = [
    ...inputs.map((input) => `${input.name} ${times(input.shape)}`),
    "→",
    ...outputs.map((output) => `${output.name} ${times(output.shape)}`),
  ];
  const kernels = new Map(layers.map(({ path, weights }) => [path, times(weights[0]?.shape ?? [])]));
  const figure =
    flow === null
      ? `<p class="notes">${escapeHtml(ends.join(" "))}. How data flow between the layers is drawn when the training has ended.</p>`
      : `<figure><div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(`Data flow of ${name}`)}">${flowDiagram(flow, kernels, caption)}</div><figcaption>Data flow from top to bottom, as the graph was recorded: of a layer its weights and → what it gives; ? is the batch. Dashed boxes have no weights${flow.edges.some(({ back }) => back) ? "; a dashed line goes back to a layer that is used again" : ""}.</figcaption></figure>`;
  return `<h3>${escapeHtml(name)}</h3><div class="pictures">${figure}
${table(caption, ["layer", "weights", "parameters"], [...rows, ["all", "", total.toLocaleString("en-GB")]])}</div>`;
}

function times(shape: readonly (number | null)[]): string {
  return shape.map((side) => (side === null ? "?" : side)).join("×");
}
