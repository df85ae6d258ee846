/** Text to take along: code, an address. */
import { useEffect, useState } from "preact/hooks";
import type { Language } from "../app/language.js";
import { text } from "../app/text.js";
import { Scrolling } from "./scrolling.js";

interface CopyableProps {
  readonly label: string;
  readonly value: string;
  readonly language: Language;
}

/** A block of text and a button that copies it. */
export function Copyable({ label, value, language }: CopyableProps) {
  return (
    <div class="copyable">
      <Scrolling class="code" label={label}>
        <pre>{value}</pre>
      </Scrolling>
      <CopyButton label={text[language].copy} value={value} language={language} />
    </div>
  );
}

/** A button that copies, and says whether it did. */
export function CopyButton({ label, value, language }: CopyableProps) {
  const words = text[language];
  const [said, setSaid] = useState("");
  useEffect(() => setSaid(""), [value]);
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(value);
      setSaid(words.copied);
    } catch (error) {
      // Refused by the visitor, or by a page that is not in front.
      if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
      setSaid(words.cannotCopy);
    }
  }
  return (
    <span class="copy">
      <button type="button" class="quiet" onClick={copy}>
        {label}
      </button>{" "}
      <span role="status">{said}</span>
    </span>
  );
}
