/** One model: what it is, the proof that it gives the published answers here, and a way to ask it something. */
import { useEffect, useState } from "preact/hooks";
import type { Site, SiteModel } from "../../models/site.js";
import { openModel } from "../inference/open-model.js";
import type { Backend, LoadProgress, OpenModel } from "../inference/types.js";
import { backends } from "../inference/types.js";
import { ContractTable } from "./contract-table.js";
import { FacesExplorer } from "./faces-explorer.js";
import { TryOperation } from "./try-operation.js";
import { Verification } from "./verification.js";

type State =
  | { readonly kind: "closed" }
  | { readonly kind: "opening"; readonly progress: LoadProgress | null }
  | { readonly kind: "open"; readonly model: OpenModel }
  | { readonly kind: "failed"; readonly reason: string };

/** A model of the site; it is opened when the visitor says so, and its memory is given back when it is closed. */
export function ModelCard({ site, model }: { readonly site: Site; readonly model: SiteModel }) {
  const [state, setState] = useState<State>({ kind: "closed" });
  const [prefer, setPrefer] = useState<Backend | "">("");
  const opened = state.kind === "open" ? state.model : null;
  useEffect(() => () => opened?.close(), [opened]);

  async function open(): Promise<void> {
    setState({ kind: "opening", progress: null });
    try {
      const ready = await openModel(site, model.name, {
        onProgress: (progress) => setState({ kind: "opening", progress }),
        ...(prefer === "" ? {} : { prefer }),
      });
      ready.onLost((why) => setState({ kind: "failed", reason: `The model was lost: ${why}` }));
      setState({ kind: "open", model: ready });
    } catch (error) {
      setState({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
    }
  }

  return (
    <section class="model" aria-labelledby={`model-${model.name}`}>
      <h2 id={`model-${model.name}`}>
        {model.title} <span class="soft">version {model.version}</span>
      </h2>
      <p>{model.summary}</p>
      <div class="row">
        {opened === null ? (
          <button type="button" onClick={open} disabled={state.kind === "opening"}>
            Open {model.name}
          </button>
        ) : (
          <button type="button" class="quiet" onClick={() => setState({ kind: "closed" })}>
            Close {model.name}
          </button>
        )}
        <label>
          Runs on{" "}
          <select
            value={prefer}
            disabled={state.kind === "opening" || opened !== null}
            onChange={(event) => setPrefer(event.currentTarget.value as Backend | "")}
          >
            <option value="">the best that gives the published answers</option>
            {backends.map((backend) => (
              <option key={backend} value={backend}>
                {backend}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div class="state" aria-live="polite">
        {state.kind === "opening" ? <Loading progress={state.progress} /> : null}
        {state.kind === "failed" ? <p class="bad">{state.reason}</p> : null}
        {opened === null ? null : <p>Runs on {opened.backend.reason}.</p>}
      </div>
      {opened === null ? null : (
        <>
          {model.processing === "faces@1" ? <FacesExplorer model={opened} /> : null}
          <Verification model={opened} />
          {Object.values(opened.manifests).map((manifest) => (
            <ContractTable key={manifest.name} manifest={manifest} />
          ))}
          <TryOperation model={opened} />
        </>
      )}
    </section>
  );
}

function Loading({ progress }: { readonly progress: LoadProgress | null }) {
  const label = progress === null ? "Starting" : words[progress.phase];
  const bytes = progress?.phase === "download" ? `${megabytes(progress.done)} of ${megabytes(progress.total)} MB` : "";
  return (
    <p>
      <progress aria-label={label} value={progress?.done ?? 0} max={progress?.total ?? 1} /> {label} {bytes}
    </p>
  );
}

const words: Readonly<Record<LoadProgress["phase"], string>> = {
  download: "Loading",
  compile: "Compiling",
  check: "Checking against the published answers",
  "warm-up": "Warming up",
  ready: "Ready",
};

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
