/** The proof: how far each runtime's answers are from tfjs', this browser's among them, measured here. */
import { useState } from "preact/hooks";
import type { Agreement } from "../../models/agreement.js";
import type { OpenModel } from "../inference/types.js";

/** Differences as they were published, and as this browser has them; a button measures them again. */
export function Verification({ model }: { readonly model: OpenModel }) {
  const [here, setHere] = useState<Readonly<Record<string, Agreement>>>(model.backend.agreement);
  const [state, setState] = useState<"idle" | "running" | string>("idle");
  async function again(): Promise<void> {
    setState("running");
    try {
      setHere(await model.verify());
      setState("Checked again just now.");
    } catch (error) {
      setState(error instanceof Error ? error.message : String(error));
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
                <td class="good">{here[name]?.maxScaledDifference.toExponential(1) ?? "–"}</td>
                <td>{verification.tolerance}</td>
              </tr>,
            ])}
          </tbody>
        </table>
      </section>
      <div class="row">
        <button type="button" class="quiet" onClick={again} disabled={state === "running"}>
          Check again
        </button>
        <span aria-live="polite">{state === "idle" ? "" : state === "running" ? "Checking …" : state}</span>
      </div>
    </>
  );
}
