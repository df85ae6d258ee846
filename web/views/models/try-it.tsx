/** Asks a model: by its operations, or any of its graphs by a form that is made from the contract. */

import { useState } from "preact/hooks";
import { messageOf } from "../../../core/errors.js";
import type { Json } from "../../../core/json.js";
import type { Operations } from "../../../core/operation.js";
import type { Site } from "../../../core/site.js";
import type { Language } from "../../app/language.js";
import { Copyable } from "../../components/copyable.js";
import { PixelCanvas } from "../../components/pixel-canvas.js";
import { Scrolling } from "../../components/scrolling.js";
import type { Answer, OpenModel } from "../../inference/types.js";
import { GraphForm } from "./graph-form.js";
import { type ModelsText, text } from "./text.js";

interface TryItProps {
  readonly model: OpenModel;
  /** Those that this page has the code of; none of a model that it was not built with. */
  readonly operations: Operations;
  readonly site: Site;
  readonly language: Language;
}

const GRAPH = "graph:";

export function TryIt({ model, operations, site, language }: TryItProps) {
  const words = text[language];
  const graphs = Object.keys(model.manifests);
  const [chosen, setChosen] = useState(Object.keys(operations)[0] ?? `${GRAPH}${graphs[0]}`);
  const graph = chosen.startsWith(GRAPH) ? model.manifests[chosen.slice(GRAPH.length)] : undefined;
  return (
    <>
      <label class="field">
        <span>{words.operation}</span>
        <select class="models-operation" value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
          {Object.entries(operations).map(([key, { summary }]) => (
            <option key={key} value={key}>
              {key}: {summary}
            </option>
          ))}
          {graphs.map((name) => (
            <option key={name} value={`${GRAPH}${name}`}>
              {words.graphItself(name)}
            </option>
          ))}
        </select>
      </label>
      {graph === undefined ? (
        <OperationForm key={chosen} name={chosen} {...{ operations, model, site, language }} />
      ) : (
        <GraphForm key={chosen} model={model} contract={graph.contract} words={words} />
      )}
    </>
  );
}

interface OperationFormProps extends TryItProps {
  readonly name: string;
}

interface Shown {
  readonly answer: Answer;
  readonly milliseconds: number;
}

/** The request as JSON, beginning with one that works, and the answer as it comes. */
function OperationForm({ name, operations, model, site, language }: OperationFormProps) {
  const words = text[language];
  const [request, setRequest] = useState(() => exampleOf(operations, name, model));
  const [shown, setShown] = useState<Shown | null>(null);
  const [fault, setFault] = useState("");
  async function ask(): Promise<void> {
    setFault("");
    try {
      const began = performance.now();
      const answer = await model.run(name, JSON.parse(request) as Json, { lane: "try" });
      setShown({ answer, milliseconds: performance.now() - began });
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) {
        setFault(messageOf(error));
      }
    }
  }
  return (
    <>
      <label class="field">
        <span>{words.request}</span>
        <textarea value={request} spellcheck={false} onInput={(event) => setRequest(event.currentTarget.value)} />
      </label>
      <div class="row">
        <button type="button" onClick={ask}>
          {words.run}
        </button>
      </div>
      <div class="models-answer" aria-live="polite">
        {fault === "" ? null : <p class="bad">{fault}</p>}
        {shown === null ? null : <AnswerView operation={name} shown={shown} words={words} />}
      </div>
      <details>
        <summary>{words.asCurl}</summary>
        <Copyable label={words.asCurl} value={curl(name, request, model, site)} language={language} />
      </details>
    </>
  );
}

function AnswerView({ operation, shown, words }: { operation: string; shown: Shown; words: ModelsText }) {
  const { answer, milliseconds } = shown;
  const label = `${words.answer}: ${operation}`;
  return (
    <>
      <p class="soft">{words.took(milliseconds.toFixed(0))}</p>
      {answer.kind === "pixels" ? (
        <PixelCanvas {...answer.pixels} label={label} />
      ) : (
        <Scrolling class="code" label={label}>
          <pre>{JSON.stringify(answer.json, null, 2)}</pre>
        </Scrolling>
      )}
    </>
  );
}

function exampleOf(operations: Operations, name: string, model: OpenModel): string {
  const operation = operations[name];
  return JSON.stringify(operation?.exampleFor?.(model.manifests) ?? operation?.example ?? {}, null, 1);
}

function curl(operation: string, request: string, model: OpenModel, site: Site): string {
  const root = site.api === undefined ? "http://127.0.0.1:8080/" : new URL(site.api.root, document.baseURI).href;
  const body = request.replace(/\s*\n\s*/g, " ").replaceAll("'", "'\\''");
  return `curl ${root}v1/${model.name}/${operation} \\\n  -H 'Content-Type: application/json' \\\n  -d '${body}'\n`;
}
