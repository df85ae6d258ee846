/** A place for a file: dropped, chosen, or pasted. */
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";

interface DropZoneProps {
  readonly label: string;
  /** What the button says that opens the choice of files: the browser's own speaks the browser's language. */
  readonly choose: string;
  /** As of `<input type="file">`: `image/*`, `.csv`. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
  readonly children?: ComponentChildren;
}

/** What kind of file it is, is for the caller to find out: names and types lie. */
export function DropZone({ label, choose, accept, onFile, children }: DropZoneProps) {
  const id = useId();
  const [over, setOver] = useState(false);
  const take = (files: FileList | undefined | null): void => {
    const [file] = files ?? [];
    if (file !== undefined) onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the input inside takes the keyboard
    <div
      class={over ? "drop over" : "drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
      onPaste={(event) => {
        if ((event.clipboardData?.files.length ?? 0) === 0) return;
        event.preventDefault();
        take(event.clipboardData?.files);
      }}
    >
      <span id={`${id}-what`}>{label}</span>
      <input
        id={id}
        class="visually-hidden"
        type="file"
        aria-describedby={`${id}-what`}
        accept={accept}
        onChange={(event) => {
          take(event.currentTarget.files);
          // The same file again is a change too.
          event.currentTarget.value = "";
        }}
      />
      <label for={id} class="button quiet">
        {choose}
      </label>
      {children}
    </div>
  );
}
