/** The proof: how far each runtime's answers are from tfjs', this browser's among them, measured here. */

import { useState } from "preact/hooks";
import { differenceText } from "../../../core/agreement.js";
import { messageOf } from "../../../core/errors.js";
import type { Manifest } from "../../../core/manifest.js";
import { Scrolling } from "../../components/scrolling.js";
import type { GraphCheck, OpenModel } from "../../inference/types.js";
import type { ModelsText } from "./text.js";

type State = { readonly kind: "idle" | "running" | "passed" } | { readonly kind: "failed"; readonly reason: string };

/** Differences as they were published, and as this browser has them; a button measures them again. */
export function VerificationTable({ model, words }: { readonly model: OpenModel; readonly words: ModelsText }) {
  const [here, setHere] = useState<Readonly<Record<string, GraphCheck>>>(model.backend.checks);
  const [state, setState] = useState<State>({ kind: "idle" });
  async function again(): Promise<void> {
    setState({ kind: "running" });
    try {
      setHere(await model.verify());
      setState({ kind: "passed" });
    } catch (error) {
      // What was measured before says nothing about now.
      setHere({});
      setState({ kind: "failed", reason: messageOf(error) });
    }
  }
  const manifests = Object.values(model.manifests);
  const [first] = manifests;
  const { proof } = words;
  return (
    <>
      {first === undefined ? null : (
        <p class="soft">
          {words.verificationLead(
            first.verification.reference,
            manifests.map(({ name, verification: { cases } }) => ({ name, cases })),
            first.verification.batches.join(", "),
          )}
        </p>
      )}
      <Scrolling class="scroll models-proof" label={`${words.verification}: ${model.name}`}>
        <table class="wide-table">
          <thead>
            <tr>
              <th scope="col">{proof.graph}</th>
              <th scope="col">{proof.runtime}</th>
              <th scope="col">{proof.on}</th>
              <th scope="col">{proof.file}</th>
              <th scope="col">{proof.largest}</th>
              <th scope="col">{proof.absolute}</th>
              <th scope="col">{proof.where}</th>
              <th scope="col">{proof.allowed}</th>
            </tr>
          </thead>
          <tbody>
            {manifests.flatMap((manifest) => [
              ...published(manifest),
              <tr key={`${manifest.name}/here`} class="models-here">
                <td>{manifest.name}</td>
                <td>
                  <strong>{words.here}</strong>
                </td>
                <td>{model.backend.backend}</td>
                <Here check={here[manifest.name]} manifest={manifest} words={words} />
              </tr>,
            ])}
          </tbody>
        </table>
      </Scrolling>
      <div class="row">
        <button type="button" class="quiet" onClick={again} disabled={state.kind === "running"}>
          {words.again}
        </button>
        <span role="status" class={state.kind === "failed" ? "bad" : ""}>
          {state.kind === "running" ? words.checking : null}
          {state.kind === "passed" ? words.checked : null}
          {state.kind === "failed" ? words.checkFailed(state.reason) : null}
        </span>
      </div>
    </>
  );
}

function published({ name, verification, file }: Manifest) {
  return verification.runtimes.map(({ runtime, version, provider, maxAbsDifference, maxScaledDifference, worst }) => (
    <tr key={`${name}/${runtime}`}>
      <td>{name}</td>
      <td>
        {runtime} {version}
      </td>
      <td>{provider}</td>
      <td>{file.name}</td>
      <td>{differenceText(maxScaledDifference)}</td>
      <td>{differenceText(maxAbsDifference)}</td>
      <td>{worst}</td>
      <td>{verification.tolerance}</td>
    </tr>
  ));
}

interface HereProps {
  readonly check: GraphCheck | undefined;
  readonly manifest: Manifest;
  readonly words: ModelsText;
}

/** A difference and, in words, whether it passes: a variant by its own gate, which looks at the mean. */
function Here({ check, manifest: { contract, verification }, words }: HereProps) {
  if (check === undefined) {
    return (
      <td class="bad" colSpan={5}>
        {words.unknown}
      </td>
    );
  }
  const { file, agreement, variant } = check;
  const passes =
    variant === undefined ? agreement.maxScaledDifference <= verification.tolerance : variant.ofTolerance <= 1;
  const verdict = passes ? words.passes : words.fails;
  const tone = passes ? "good" : "bad";
  if (variant !== undefined) {
    const allowed = contract.outputs.find(({ name }) => name === variant.output)?.variantTolerance ?? 0;
    return (
      <>
        <td>{file}</td>
        <td class={tone}>
          {differenceText(variant.meanAbsDifference)} {words.onAverage}, {verdict}
        </td>
        <td>{differenceText(agreement.maxAbsDifference)}</td>
        <td>{variant.output}</td>
        <td>
          {allowed.toPrecision(2)} {words.onAverage}
        </td>
      </>
    );
  }
  return (
    <>
      <td>{file}</td>
      <td class={tone}>
        {differenceText(agreement.maxScaledDifference)}, {verdict}
      </td>
      <td>{differenceText(agreement.maxAbsDifference)}</td>
      <td>
        {agreement.worst.output}[{agreement.worst.element}]
      </td>
      <td>{verification.tolerance}</td>
    </>
  );
}
