/**
 * The first batch of a recipe that brings no drawing of its own, by the shapes of its tensors: [batch, height, width, 1 or 3]
 * is a picture, [batch, many] and [batch, many, few] are curves, all else is numbers.
 */
import { type ExamplePanel, examplePanels } from "../../charts/example-panels.js";
import { numberTable } from "../../charts/number-table.js";
import type { Tensor, Tensors } from "../../core/tensor.js";
import type { BatchPicture } from "../recipe.js";
import type { HostStepInputs } from "../stepper.js";
import { pictureUrl } from "./picture-url.js";
import { batchNotes, examplesIn, rangeOf, rowOf, short } from "./summary.js";

/** Examples that are drawn; the JSON file has them all. */
const SHOWN = { panels: 48, rows: 64 } as const;
/** Panels in a row of the sheet. */
const COLUMNS = 6;
/** Sides of a picture, and numbers of a curve, at least. */
const LEAST = { side: 8, curve: 8 } as const;
/** Curves of one tensor at most. */
const MOST_CURVES = 7;
/** Numbers of an example that a table has columns for, and that are written in a panel. */
const WRITTEN = { table: 16, panel: 6 } as const;

type Form = "picture" | "curves" | "numbers";

/**
 * Draws the batch.
 *
 * @throws RangeError when the batch holds no examples.
 */
export async function batchPicture(inputs: HostStepInputs): Promise<BatchPicture> {
  const { batch } = inputs;
  const examples = examplesIn(batch);
  if (examples === 0) throw new RangeError("the batch holds no examples");
  const forms = Object.entries(batch).map(([name, tensor]) => ({ name, tensor, form: formOf(tensor, examples) }));
  return forms.every(({ form }) => form === "numbers") ? asTable(inputs, examples) : await asPanels(inputs, examples);
}

/** What a tensor is drawn as, by its shape alone. */
export function formOf({ dims }: Pick<Tensor, "dims">, examples: number): Form {
  const [rows, ...rest] = dims;
  if (rows !== examples) return "numbers";
  const [first = 0, second = 0, third = 0] = rest;
  const flat = rest.length === 3 && (third === 1 || third === 3);
  if (flat && Math.min(first, second) >= LEAST.side) return "picture";
  if (rest.length === 1 && first >= LEAST.curve) return "curves";
  if (rest.length === 2 && first >= LEAST.curve && second <= MOST_CURVES) return "curves";
  return "numbers";
}

function asTable(inputs: HostStepInputs, examples: number): BatchPicture {
  const columns = Object.entries(inputs.batch).flatMap(([name, tensor]) => columnsOf(name, tensor, examples));
  const kept = columns.slice(0, WRITTEN.table);
  const shown = Math.min(SHOWN.rows, examples);
  const left = columns.length - kept.length;
  const svg = numberTable({
    ...words(shown, examples),
    notes: [...(left === 0 ? [] : [`${left} more columns are in first-batch.json.`]), ...batchNotes(inputs)],
    columns: ["example", ...kept.map(({ name }) => name)],
    rows: Array.from({ length: shown }, (_, row) => [String(row + 1), ...kept.map(({ values }) => short(values(row)))]),
    description: `A table of ${shown} examples: ${kept.map(({ name }) => name).join(", ")}.`,
  });
  return { svg };
}

/** One column for each number of an example. */
function columnsOf(name: string, tensor: Tensor, examples: number) {
  if (tensor.dims[0] !== examples) return [];
  const width = tensor.data.length / examples;
  return Array.from({ length: width }, (_, i) => ({
    name: width === 1 ? name : `${name} ${i + 1}`,
    values: (row: number): number => tensor.data[row * width + i] ?? Number.NaN,
  }));
}

async function asPanels(inputs: HostStepInputs, examples: number): Promise<BatchPicture> {
  const { batch } = inputs;
  const shown = Math.min(SHOWN.panels, examples);
  const panels: ExamplePanel[] = [];
  for (let row = 0; row < shown; row++) panels.push(await panelOf(batch, row, examples));
  const description = `${shown} panels, one an example: ${Object.keys(batch).join(", ")}.`;
  const options = { ...words(shown, examples), panels, columns: COLUMNS, description };
  const svg = examplePanels({ ...options, notes: batchNotes(inputs) });
  if (panels.every(({ picture }) => picture === undefined)) return { svg };
  return { svg, pngOnly: { title: options.title, description: [options.subtitle, description].join(" ") } };
}

async function panelOf(batch: Tensors, row: number, examples: number): Promise<ExamplePanel> {
  const lines: string[] = [];
  const curves: number[][] = [];
  let picture: string | undefined;
  for (const [name, tensor] of Object.entries(batch)) {
    const numbers = rowOf(tensor, row, examples);
    if (numbers === undefined) continue;
    const form = formOf(tensor, examples);
    if (form === "picture" && picture === undefined) picture = await pictureUrl(tensor, numbers, rangeOf(tensor));
    // A second tensor of curves has a scale of its own, which one panel does not: it is written.
    else if (form === "curves" && curves.length === 0) curves.push(...curvesOf(numbers, tensor.dims[2] ?? 1));
    else lines.push(`${name} ${written(numbers)}`);
  }
  return {
    title: String(row + 1),
    lines,
    ...(curves.length === 0 ? {} : { curves }),
    ...(picture === undefined ? {} : { picture }),
  };
}

function curvesOf(numbers: ArrayLike<number>, channels: number): number[][] {
  const all = Array.from(numbers);
  return Array.from({ length: channels }, (_, channel) => all.filter((_, i) => i % channels === channel));
}

function written(numbers: ArrayLike<number>): string {
  const first = Array.from(numbers).slice(0, WRITTEN.panel).map(short).join(", ");
  return numbers.length > WRITTEN.panel ? `${first}, … (${numbers.length} numbers)` : first;
}

function words(shown: number, examples: number): { title: string; subtitle: string } {
  return {
    title: "The first batch",
    subtitle:
      shown === examples
        ? `What the first training step got: all its ${examples} examples.`
        : `What the first training step got: the first ${shown} of its ${examples} examples. All are in first-batch.json.`,
  };
}
