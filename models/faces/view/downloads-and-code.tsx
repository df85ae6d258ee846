/** What a visitor can take from here: pictures, a link, code. */

import { messageOf } from "kilnjs";
import type { Language } from "kilnjs/page";
import { Choice, Copyable, CopyButton, saveFile } from "kilnjs/page";
import type { RefObject } from "preact";
import { memo } from "preact/compat";
import { useState } from "preact/hooks";
import { facePng, morphGif, sheetPng } from "./files.js";
import { type SnippetKind, type SnippetParts, snippet, snippetKinds } from "./snippets.js";
import type { FacesText } from "./text.js";
import type { Picture } from "./use-pictures.js";

interface DownloadsAndCodeProps {
  /** The face in the middle, as it is when somebody asks for it. */
  readonly face: RefObject<Picture | undefined>;
  readonly hasFace: boolean;
  readonly samples: readonly (Picture | undefined)[];
  readonly frames: readonly Picture[];
  readonly code: SnippetParts | null;
  readonly link: string;
  /** Begins the names of the files: `face-7.3`. */
  readonly name: string;
  readonly words: FacesText;
  readonly language: Language;
}

export const DownloadsAndCode = memo(function DownloadsAndCode(props: DownloadsAndCodeProps) {
  const { face, hasFace, samples, frames, code, link, name, words, language } = props;
  const [kind, setKind] = useState<SnippetKind>("curl");
  const [said, setSaid] = useState("");
  const whole = samples.filter((picture) => picture !== undefined);
  const saves = (label: string, file: string, ready: boolean, make: () => Promise<Blob>) => (
    <button
      type="button"
      class="quiet"
      disabled={!ready}
      onClick={async () => {
        setSaid(words.making);
        try {
          saveFile(file, await make());
          setSaid("");
        } catch (error) {
          setSaid(messageOf(error));
        }
      }}
    >
      {label}
    </button>
  );
  return (
    <section class="panel stack" aria-labelledby="faces-take">
      <h2 id="faces-take">{words.take}</h2>
      <div class="row">
        {saves(words.savePicture, `${name}.png`, hasFace, () => facePng(face.current as Picture))}
        {saves(words.saveSheet, "faces.png", whole.length > 0, () => sheetPng(whole))}
        {saves(words.saveMorph, "a-to-b.gif", frames.length > 0, () => morphGif(frames))}
        <CopyButton label={words.link} value={link} language={language} />
        <span role="status">{said}</span>
      </div>
      {code === null ? null : (
        <>
          <Choice
            label={words.code}
            value={kind}
            options={snippetKinds.map((value) => ({ value, label: words.codeFor[value] }))}
            onChange={setKind}
          />
          <Copyable label={words.codeFor[kind]} value={snippet(kind, code)} language={language} />
        </>
      )}
    </section>
  );
});
