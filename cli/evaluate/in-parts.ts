/** Many rows through a graph, some at a time: one call with all of them would hold every activation at once. */
import { FailedError, InterruptedError } from "../../core/errors.js";
import { allocate, makeTensor, sizeOf, sliceRows, type Tensor, type Tensors } from "../../core/tensor.js";

const ROWS_A_RUN = 512;

/**
 * Cuts inputs along the batch, runs each part, and joins the outputs again.
 *
 * @param inputs tensors with the same first dimension.
 * @throws InterruptedError between two parts.
 */
export async function inParts(
  inputs: Tensors,
  run: (feeds: Tensors) => Promise<Tensors>,
  signal: AbortSignal,
): Promise<Tensors> {
  const rows = Object.values(inputs)[0]?.dims[0] ?? 0;
  const parts: Tensors[] = [];
  for (let from = 0; from < rows; from += ROWS_A_RUN) {
    if (signal.aborted) throw new InterruptedError("the evaluation was interrupted");
    const to = Math.min(rows, from + ROWS_A_RUN);
    parts.push(await run(mapTensors(inputs, (tensor) => sliceRows(tensor, from, to))));
  }
  const [first] = parts;
  if (first === undefined) throw new FailedError("there are no rows to run");
  return mapTensors(first, (tensor, name) => joined(tensor, parts, name, rows));
}

function mapTensors(tensors: Tensors, change: (tensor: Tensor, name: string) => Tensor): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, change(tensor, name)]));
}

function joined({ type, dims: [, ...rest] }: Tensor, parts: readonly Tensors[], name: string, rows: number): Tensor {
  const whole = allocate(type, rows * sizeOf(rest));
  let at = 0;
  for (const part of parts) {
    const { data } = part[name] as Tensor;
    whole.set(data, at);
    at += data.length;
  }
  return makeTensor(type, [rows, ...rest], whole);
}
