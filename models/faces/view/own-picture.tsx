/** A picture of the visitor's own: read by the encoder here, drawn by the decoder, and then a face like any other. */

import type { Json } from "kilnjs";
import { fromBase64, messageOf, toBase64 } from "kilnjs";
import type { Language, OpenModel } from "kilnjs/page";
import { text as common, DropZone } from "kilnjs/page";
import { memo } from "preact/compat";
import { useEffect, useRef, useState } from "preact/hooks";
import { EXAMPLE_IMAGE } from "../operations/example-image.js";
import type { FacesText } from "./text.js";

interface OwnPictureProps {
  readonly model: OpenModel | null;
  readonly words: FacesText;
  readonly language: Language;
  readonly onLatent: (latent: Float32Array) => void;
}

type State =
  | { readonly kind: "empty" | "reading" }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "read"; readonly original: string; readonly drawn: string; readonly error: number };

/** What `reconstruct` answers, as far as it is shown. */
interface Reconstructed {
  readonly images: readonly string[];
  readonly latents: readonly (readonly number[])[];
  readonly errors: readonly number[];
}

/** A picture that is chosen before the model is there waits for it. */
export const OwnPicture = memo(function OwnPicture({ model, words, language, onLatent }: OwnPictureProps) {
  const [state, setState] = useState<State>({ kind: "empty" });
  const reading = useRef<AbortController>(undefined);
  const waiting = useRef<Blob>(undefined);
  useEffect(() => {
    if (model === null || waiting.current === undefined) return;
    read(waiting.current);
    waiting.current = undefined;
  }, [model]);

  async function read(file: Blob): Promise<void> {
    if (model === null) {
      waiting.current = file;
      setState({ kind: "reading" });
      return;
    }
    reading.current?.abort();
    const mine = new AbortController();
    reading.current = mine;
    setState({ kind: "reading" });
    try {
      const image = toBase64(new Uint8Array(await file.arrayBuffer()));
      const request: Json = { image, layout: "list" };
      const options = { as: "json", lane: "own", signal: mine.signal } as const;
      const answer = await model.run("reconstruct", request, options);
      if (answer.kind !== "json") return;
      const { images, latents, errors } = answer.json as unknown as Reconstructed;
      setState({ kind: "read", original: images[0] ?? "", drawn: images[1] ?? "", error: errors[0] ?? Number.NaN });
      onLatent(Float32Array.from(latents[0] ?? []));
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      setState({ kind: "failed", reason: messageOf(error) });
    }
  }

  return (
    <section class="panel stack" aria-labelledby="faces-own">
      <h2 id="faces-own">{words.own}</h2>
      <p class="soft">{words.ownLead}</p>
      <DropZone label={words.drop} choose={common[language].chooseFile} accept="image/*" onFile={read}>
        <button type="button" class="small" onClick={() => read(exampleFile())}>
          {words.example}
        </button>
      </DropZone>
      <div class="faces-own" aria-live="polite">
        {state.kind === "reading" ? <p>{words.encoding}</p> : null}
        {state.kind === "failed" ? <p class="bad">{state.reason}</p> : null}
        {state.kind === "read" ? (
          <>
            <figure>
              <img src={state.original} alt={words.original} width={64} height={64} />
              <figcaption>{words.original}</figcaption>
            </figure>
            <figure>
              <img src={state.drawn} alt={words.reconstruction} width={64} height={64} />
              <figcaption>{words.reconstruction}</figcaption>
            </figure>
            <p class="soft">{words.error(state.error.toFixed(4))}</p>
          </>
        ) : null}
      </div>
    </section>
  );
});

/** The drawn face of the API's own examples. */
function exampleFile(): Blob {
  const [, base64 = ""] = EXAMPLE_IMAGE.split(",");
  return new Blob([new Uint8Array(fromBase64(base64))], { type: "image/webp" });
}
