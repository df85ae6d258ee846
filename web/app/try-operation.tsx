/** Asks a model's operations: the request as JSON, beginning with one that works, and the answer as it comes. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Json } from "../../models/json.js";
import type { Pixels } from "../../models/operation.js";
import { operationsOf } from "../../models/processing.js";
import { models } from "../../models/registry.js";
import type { Answer, OpenModel } from "../inference/types.js";

type Operations = ReturnType<typeof operationsOf>;

interface Shown {
  readonly answer: Answer;
  readonly milliseconds: number;
}

/** A form for every operation; none for a model of which this page has no code but its graphs. */
export function TryOperation({ model }: { readonly model: OpenModel }) {
  const operations = knownOperations(model);
  const [name, setName] = useState(Object.keys(operations)[0] ?? "");
  const [text, setText] = useState(() => exampleOf(operations, name, model));
  const [shown, setShown] = useState<Shown | null>(null);
  const [fault, setFault] = useState("");
  if (name === "") return <p class="soft">This page knows no operation of this model; its graphs can be downloaded.</p>;

  async function ask(): Promise<void> {
    setFault("");
    try {
      const began = performance.now();
      const answer = await model.run(name, JSON.parse(text) as Json, { lane: "try" });
      setShown({ answer, milliseconds: performance.now() - began });
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) {
        setFault(error instanceof Error ? error.message : String(error));
      }
    }
  }

  return (
    <>
      <h3>Try it</h3>
      <div class="row">
        <label>
          Operation{" "}
          <select
            value={name}
            onChange={(event) => {
              const next = event.currentTarget.value;
              setName(next);
              setText(exampleOf(operations, next, model));
              setShown(null);
              setFault("");
            }}
          >
            {Object.entries(operations).map(([key, { summary }]) => (
              <option key={key} value={key}>
                {key}: {summary}
              </option>
            ))}
          </select>
        </label>
        <button type="button" onClick={ask}>
          Run here
        </button>
      </div>
      <label>
        Request
        <textarea value={text} spellcheck={false} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <div aria-live="polite">
        {fault === "" ? null : <p class="bad">{fault}</p>}
        {shown === null ? null : <AnswerView operation={name} shown={shown} />}
      </div>
    </>
  );
}

function AnswerView({ operation, shown }: { readonly operation: string; readonly shown: Shown }) {
  const { answer, milliseconds } = shown;
  return (
    <>
      <p class="soft">{milliseconds.toFixed(0)} ms, here.</p>
      {answer.kind === "pixels" ? (
        <PixelCanvas pixels={answer.pixels} label={`Answer of ${operation}`} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section class="scroll" tabIndex={0} aria-label={`Answer of ${operation}`}>
          <pre>{JSON.stringify(answer.json, null, 2)}</pre>
        </section>
      )}
    </>
  );
}

function PixelCanvas({ pixels, label }: { readonly pixels: Pixels; readonly label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, data } = pixels;
  useEffect(() => {
    const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
    for (let i = 0; i < width * height; i++) rgba.set(data.subarray(i * 3, i * 3 + 3), i * 4);
    canvas.current?.getContext("2d")?.putImageData(new ImageData(rgba, width, height), 0, 0);
  }, [data, width, height]);
  return <canvas ref={canvas} width={width} height={height} role="img" aria-label={label} />;
}

function knownOperations(model: OpenModel): Operations {
  const processing = Object.values(model.manifests)[0]?.contract.processing ?? "";
  const known = Object.values(models).some((definition) => Object.hasOwn(definition.processings, processing));
  return known ? operationsOf(models, processing) : {};
}

function exampleOf(operations: Operations, name: string, model: OpenModel): string {
  const operation = operations[name];
  const example = operation?.exampleFor?.(model.manifests) ?? operation?.example ?? {};
  return JSON.stringify(example, null, 1);
}
