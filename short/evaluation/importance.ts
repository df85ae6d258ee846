/** How much worse a model is without an input: its column is shuffled among the rows (Breiman 2001). */
import type { Random } from "../../core/random.js";
import { makeTensor, type Tensor, type Tensors } from "../../core/tensor.js";

/** An input, or a component of one. */
export interface Importance {
  readonly name: string;
  /** By how much the figure got worse; around 0: the model does not use it. */
  readonly worse: number;
}

/** More components than this are shuffled together: nobody reads a list of pixels. */
const MOST_COMPONENTS = 16;

/**
 * Shuffles one input after the other.
 *
 * @param figure how bad the model is on rows: larger is worse.
 */
export async function importanceOf(
  inputs: Tensors,
  figure: (inputs: Tensors) => Promise<number>,
  random: Random,
): Promise<Importance[]> {
  const before = await figure(inputs);
  const list: Importance[] = [];
  for (const [name, tensor] of Object.entries(inputs)) {
    const [rows = 0, ...shape] = tensor.dims;
    const width = shape.reduce((a, b) => a * b, 1);
    const components = shape.length === 1 && width > 1 && width <= MOST_COMPONENTS ? width : 0;
    const order = random.permutation(rows);
    if (components === 0) {
      const shuffled = { ...inputs, [name]: reordered(tensor, order, 0, width, width) };
      list.push({ name, worse: (await figure(shuffled)) - before });
    }
    for (let i = 0; i < components; i++) {
      const shuffled = { ...inputs, [name]: reordered(tensor, order, i, i + 1, width) };
      list.push({ name: `${name} ${i + 1}`, worse: (await figure(shuffled)) - before });
    }
  }
  return list.sort((a, b) => b.worse - a.worse);
}

function reordered(tensor: Tensor, order: Uint32Array, from: number, to: number, width: number): Tensor {
  const data = tensor.data.slice();
  for (let row = 0; row < order.length; row++) {
    for (let i = from; i < to; i++) data[row * width + i] = tensor.data[(order[row] ?? 0) * width + i] ?? 0;
  }
  return makeTensor(tensor.type, tensor.dims, data);
}
