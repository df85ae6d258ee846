/** What a model is doing: loading by bytes, running on what and why, or failed and how to go on. */
import { differenceText } from "../../core/agreement.js";
import type { Language } from "../app/language.js";
import { text } from "../app/text.js";
import type { ModelState } from "../app/use-model.js";
import type { LoadProgress, OpenModel } from "../inference/types.js";
import { backends } from "../inference/types.js";

interface StatusProps {
  readonly state: ModelState;
  readonly language: Language;
  readonly retry: () => void;
  /** Asks for another back end, by its name. */
  readonly onPrefer?: (backend: string) => void;
}

/** One line that keeps its height whatever it says. */
export function ModelStatus({ state, language, retry, onPrefer }: StatusProps) {
  const words = text[language];
  return (
    <div class="status" aria-live="polite">
      {state.kind === "opening" ? <Loading progress={state.progress} language={language} /> : null}
      {state.kind === "failed" ? (
        <p class="bad" role="alert">
          {words.failed} {state.reason}{" "}
          <button type="button" class="small" onClick={retry}>
            {words.retry}
          </button>
        </p>
      ) : null}
      {state.kind === "open" ? <Running model={state.model} language={language} onPrefer={onPrefer} /> : null}
    </div>
  );
}

function Loading({ progress, language }: { readonly progress: LoadProgress | null; readonly language: Language }) {
  const words = text[language];
  const label = progress === null ? words.starting : words.phases[progress.phase];
  const bytes =
    progress?.phase === "download" ? words.megabytes(megabytes(progress.done), megabytes(progress.total)) : "";
  return (
    <p class="loading">
      <progress aria-label={label} value={progress?.done ?? 0} max={Math.max(1, progress?.total ?? 1)} />
      <span>
        {label} {bytes}
      </span>
    </p>
  );
}

interface RunningProps {
  readonly model: OpenModel;
  readonly language: Language;
  readonly onPrefer: ((backend: string) => void) | undefined;
}

function Running({ model, language, onPrefer }: RunningProps) {
  const words = text[language];
  const { backend, threads, refused, checks } = model.backend;
  const worst = Object.values(checks).reduce((most, { agreement: { maxScaledDifference: one }, variant }) => {
    return Math.max(most, variant?.meanAbsDifference ?? one);
  }, 0);
  return (
    <details class="running">
      <summary>
        <span class="dot" aria-hidden="true" /> {words.runsOn(words.backends[backend], threads)}{" "}
        <span class="soft">– {words.matches(differenceText(worst))}</span>
      </summary>
      <div class="popover">
        <p>
          <strong>{words.why}</strong>: {model.backend.reason}.
        </p>
        <ul>
          {Object.entries(checks).map(([graph, { file }]) => (
            <li key={graph}>
              {graph}: <code>{file}</code>
            </li>
          ))}
          {refused.map(({ backend: other, why }) => (
            <li key={other}>
              {words.backends[other]}: {why}
            </li>
          ))}
        </ul>
        {onPrefer === undefined ? null : (
          <p class="row">
            {words.reload}:
            {backends.map((one) => (
              <button
                key={one}
                type="button"
                class="small"
                aria-pressed={one === backend}
                onClick={() => onPrefer(one)}
              >
                {one}
              </button>
            ))}
          </p>
        )}
      </div>
    </details>
  );
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
