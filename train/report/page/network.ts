/** The network as a diagram and as a table of layers, shapes and parameters: as the course report showed its own. */
import type { GraphRecord } from "../read/record.js";
import { escapeHtml, table } from "./html.js";

const WIDTH = 300;
const BOX = 40;
const GAP = 18;

/** Diagram and table of one graph. */
export function networkFigure({ name, inputs, outputs, layers }: GraphRecord): string {
  const total = layers.reduce((sum, { parameters }) => sum + parameters, 0);
  const rows = layers.map(({ path, weights, parameters }) => [
    path,
    weights.map(({ name: weight, shape }) => `${weight} ${times(shape)}`).join(", "),
    parameters.toLocaleString("en-GB"),
  ]);
  const boxes = [
    ...inputs.map(({ name: input, shape }) => ({ text: `${input} ${times(shape)}`, kind: "tensor" })),
    ...layers.map(({ path, weights }) => ({ text: `${path} ${times(weights[0]?.shape ?? [])}`, kind: "layer" })),
    ...outputs.map(({ name: output, shape }) => ({ text: `${output} ${times(shape)}`, kind: "tensor" })),
  ];
  const caption = `${name}: ${layers.length} layers, ${total.toLocaleString("en-GB")} parameters`;
  return `<h3>${escapeHtml(name)}</h3><div class="pictures"><figure>${diagram(boxes, caption)}<figcaption>Data flow from top to bottom; batch is ?.</figcaption></figure>
${table(caption, ["layer", "weights", "parameters"], [...rows, ["all", "", total.toLocaleString("en-GB")]])}</div>`;
}

function diagram(boxes: readonly { text: string; kind: string }[], label: string): string {
  const height = boxes.length * (BOX + GAP) - GAP + 2;
  const drawn = boxes.map(({ text, kind }, i) => {
    const y = 1 + i * (BOX + GAP);
    const corner = kind === "tensor" ? BOX / 2 : 5;
    const arrow =
      i === 0
        ? ""
        : `<path class="k-axis-line" stroke="currentColor" d="M${WIDTH / 2},${y - GAP}v${GAP - 5}m-4,-4l4,5l4,-5" fill="none"/>`;
    return `${arrow}<rect x="1" y="${y}" width="${WIDTH - 2}" height="${BOX}" rx="${corner}" fill="none" stroke="currentColor"/><text x="${WIDTH / 2}" y="${y + BOX / 2 + 4}" text-anchor="middle" fill="currentColor" font-size="13">${escapeHtml(text)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escapeHtml(label)}">${drawn.join("")}</svg>`;
}

function times(shape: readonly (number | null)[]): string {
  return shape.map((side) => (side === null ? "?" : side)).join("×");
}
