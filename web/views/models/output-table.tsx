/** What a graph answered: a few numbers as they are, many in short. */
import type { TensorSpec } from "../../../core/contract.js";
import type { Tensor } from "../../../core/tensor.js";
import { Scrolling } from "../../components/scrolling.js";
import type { ModelsText } from "./text.js";

/** Numbers that are written out. */
const WRITTEN_OUT = 128;

interface OutputProps {
  readonly spec: TensorSpec;
  readonly tensor: Tensor | undefined;
  readonly labels: readonly string[] | undefined;
  readonly words: ModelsText;
}

/** A row of the table is a row of the batch; columns are named by the labels where they are the classes. */
export function OutputTable({ spec, tensor, labels, words }: OutputProps) {
  if (tensor === undefined) return null;
  const rows = tensor.dims[0] ?? 1;
  const width = tensor.data.length / rows;
  const numbers = Array.from(tensor.data, Number);
  const heading = (
    <h4>
      <code>{spec.name}</code> <span class="soft">[{tensor.dims.join(", ")}]</span>
    </h4>
  );
  if (numbers.length > WRITTEN_OUT) {
    const lowest = numbers.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
    const highest = numbers.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    return (
      <div>
        {heading}
        <p>
          {words.elements(numbers.length)}: {words.lowest} {shown(lowest)}, {words.mean} {shown(mean)}, {words.highest}{" "}
          {shown(highest)}; {words.firstOnes} {numbers.slice(0, 8).map(shown).join(", ")} …
        </p>
      </div>
    );
  }
  const named = labels !== undefined && labels.length === width ? labels : undefined;
  return (
    <div>
      {heading}
      <Scrolling class="scroll" label={spec.name}>
        <table>
          {named === undefined ? null : (
            <thead>
              <tr>
                {named.map((label) => (
                  <th key={label} scope="col">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
          )}
          <tbody>
            {Array.from({ length: rows }, (_, row) => (
              <tr key={row}>
                {numbers.slice(row * width, (row + 1) * width).map((value, i) => (
                  <td key={i}>{shown(value)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
    </div>
  );
}

function shown(value: number): string {
  return String(Number(value.toPrecision(7)));
}
