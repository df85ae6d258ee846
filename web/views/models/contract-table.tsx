/** A graph's contract: what goes in, what comes out. */
import { type InputSpec, labelsOf, type TensorSpec } from "../../../core/contract.js";
import type { Manifest } from "../../../core/manifest.js";
import { Scrolling } from "../../components/scrolling.js";
import type { ModelsText } from "./text.js";

export function ContractTable({ manifest, words }: { readonly manifest: Manifest; readonly words: ModelsText }) {
  const { name, contract } = manifest;
  const { columns } = words;
  const labels = labelsOf(contract);
  return (
    <div class="stack">
      <h4>
        {contract.title} <code class="soft">{name}</code>
      </h4>
      <p>{contract.description}</p>
      <Scrolling class="scroll" label={`${words.contract}: ${name}`}>
        <table class="wide-table">
          <thead>
            <tr>
              <th scope="col">{columns.side}</th>
              <th scope="col">{columns.name}</th>
              <th scope="col">{columns.shape}</th>
              <th scope="col">{columns.type}</th>
              <th scope="col">{columns.unit}</th>
              <th scope="col">{columns.range}</th>
              <th scope="col">{columns.meaning}</th>
            </tr>
          </thead>
          <tbody>
            {contract.inputs.map((spec) => row(spec, words.input, rangeOf(spec, words)))}
            {contract.outputs.map((spec) => row(spec, words.output, "–"))}
          </tbody>
        </table>
      </Scrolling>
      {labels === undefined ? null : (
        <p>
          {words.labels}: {labels.join(", ")}
        </p>
      )}
    </div>
  );
}

function row(spec: TensorSpec, side: string, range: string) {
  return (
    <tr key={`${side}/${spec.name}`}>
      <td>{side}</td>
      <td>
        <code>{spec.name}</code>
      </td>
      <td class="models-shape">{shapeOf(spec)}</td>
      <td>{spec.type}</td>
      <td>{spec.unit}</td>
      <td>{range}</td>
      <td>{spec.description}</td>
    </tr>
  );
}

function shapeOf({ dimensions }: TensorSpec): string {
  return dimensions.map(({ name, size }) => (size === null ? name : size)).join(" × ");
}

function rangeOf({ range }: InputSpec, words: ModelsText): string {
  return range === undefined ? "–" : words.rangeOf(range.minimum, range.maximum);
}
