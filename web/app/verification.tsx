/** The proof: how far each runtime's answers are from tfjs', this browser's among them, measured here. */
import { useState } from "preact/hooks";
import type { Agreement } from "../../models/agreement.js";
import type { OpenModel } from "../inference/types.js";

type State = { readonly kind: "idle" | "running" | "passed" } | { readonly kind: "failed"; readonly reason: string };

/** Differences as they were published, and as this browser has them; a button measures them again. */
export function Verification({ model }: { readonly model: OpenModel }) {
  const [here, setHere] = useState<Readonly<Record<string, Agreement>>>(model.backend.agreement);
  const [state, setState] = useState<State>({ kind: "idle" });
  async function again(): Promise<void> {
    setState({ kind: "running" });
    try {
      setHere(await model.verify());
      setState({ kind: "passed" });
    } catch (error) {
      // What was measured before says nothing about now.
      setHere({});
      setState({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return (
    <>
      <h3>Verification</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="scroll" tabIndex={0} aria-label={`Verification of ${model.name}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">graph</th>
              <th scope="col">runtime</th>
              <th scope="col">on</th>
              <th scope="col">largest difference</th>
              <th scope="col">allowed</th>
            </tr>
          </thead>
          <tbody>
            {Object.values(model.manifests).flatMap(({ name, verification }) => [
              ...verification.runtimes.map(({ runtime, version, provider, maxScaledDifference }) => (
                <tr key={`${name}/${runtime}`}>
                  <td>{name}</td>
                  <td>
                    {runtime} {version}
                  </td>
                  <td>{provider}</td>
                  <td>{maxScaledDifference.toExponential(1)}</td>
                  <td>{verification.tolerance}</td>
                </tr>
              )),
              <tr key={`${name}/here`}>
                <td>{name}</td>
                <td>
                  <strong>this browser</strong>
                </td>
                <td>{model.backend.backend}</td>
                <Difference agreement={here[name]} tolerance={verification.tolerance} />
                <td>{verification.tolerance}</td>
              </tr>,
            ])}
          </tbody>
        </table>
      </section>
      <div class="row">
        <button type="button" class="quiet" onClick={again} disabled={state.kind === "running"}>
          Check again
        </button>
        <span aria-live="polite" class={state.kind === "failed" ? "bad" : ""}>
          {state.kind === "running" ? "Checking …" : null}
          {state.kind === "passed" ? "Checked again just now." : null}
          {state.kind === "failed" ? `It failed: ${state.reason}` : null}
        </span>
      </div>
    </>
  );
}

/** A difference and, in words, whether it passes. */
function Difference(props: { readonly agreement: Agreement | undefined; readonly tolerance: number }) {
  const { agreement, tolerance } = props;
  if (agreement === undefined) return <td class="bad">not known</td>;
  const passes = agreement.maxScaledDifference <= tolerance;
  return (
    <td class={passes ? "good" : "bad"}>
      {agreement.maxScaledDifference.toExponential(1)}, {passes ? "passes" : "fails"}
    </td>
  );
}
