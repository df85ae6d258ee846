/** A graph's contract: what goes in, what comes out. */

import type { Manifest } from "../../models/manifest.js";
import { siteFiles } from "../../models/site.js";

/** Inputs and outputs of a graph, its file, and what it was trained on. */
export function ContractTable({ manifest }: { readonly manifest: Manifest }) {
  const { name, version, contract, file, variants, training } = manifest;
  const rows = [
    ...contract.inputs.map((spec) => ({ spec, side: "in" })),
    ...contract.outputs.map((spec) => ({ spec, side: "out" })),
  ];
  return (
    <>
      <h3>
        {name} {training.data.simulated ? <span class="stamp">Simulated</span> : null}
      </h3>
      {[file, ...variants.map(({ file: published, sha256, bytes }) => ({ name: published, sha256, bytes }))].map(
        (one) => (
          <p class="soft file" key={one.name}>
            <a href={siteFiles.of(name, version, one.name)} download={`${name}-${version}-${one.name}`}>
              {one.name}
            </a>
            , {(one.bytes / 1e6).toFixed(1)} MB, SHA-256 <code>{one.sha256}</code>
          </p>
        ),
      )}
      <p>
        Trained on {training.data.source}, preset {training.preset}, seed {training.seed}, {training.steps} steps.
      </p>
      <ul>
        {training.remarks.map((remark) => (
          <li key={remark}>{remark}</li>
        ))}
      </ul>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="scroll" tabIndex={0} aria-label={`Contract of ${name}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">side</th>
              <th scope="col">name</th>
              <th scope="col">shape</th>
              <th scope="col">type</th>
              <th scope="col">unit</th>
              <th scope="col">range</th>
              <th scope="col">what it is</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ spec, side }) => (
              <tr key={`${side}/${spec.name}`}>
                <td>{side}</td>
                <td>
                  <code>{spec.name}</code>
                </td>
                <td>{spec.dimensions.map(({ name: axis, size }) => (size === null ? axis : size)).join(" × ")}</td>
                <td>{spec.type}</td>
                <td>{spec.unit}</td>
                <td>{rangeOf(spec)}</td>
                <td>{spec.description}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {contract.labels === undefined ? null : <p>Labels: {contract.labels.join(", ")}.</p>}
    </>
  );
}

/** Only inputs have a range; the labels of a classification are those of its answers. */
function rangeOf(spec: object): string {
  const range = "range" in spec ? (spec.range as { minimum: number; maximum: number } | undefined) : undefined;
  return range === undefined ? "–" : `${range.minimum} to ${range.maximum}`;
}
