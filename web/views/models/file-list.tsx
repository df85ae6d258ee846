/** The published files, and a way to look into them. */
import type { Manifest } from "../../../core/manifest.js";
import { siteFiles } from "../../../core/site.js";
import type { ModelsText } from "./text.js";

export function FileList(props: { readonly manifests: readonly Manifest[]; readonly words: ModelsText }) {
  const { manifests, words } = props;
  return (
    <>
      {manifests.map(({ name, version, file, variants }) => {
        const files = [
          { name: file.name, bytes: file.bytes, sha256: file.sha256, gate: "" },
          ...variants.map(({ file: one, bytes, sha256, gate }) => ({ name: one, bytes, sha256, gate })),
        ];
        return (
          <div key={name} class="stack">
            {files.map((one) => (
              <p key={one.name} class="models-file">
                <a href={siteFiles.of(name, version, one.name)} download={`${name}-${version}-${one.name}`}>
                  {name}/{one.name}
                </a>{" "}
                <span>{words.megabytes((one.bytes / 1e6).toFixed(1))}</span>
                {one.gate === "" ? null : <span class="soft">{one.gate}</span>}
                <code class="soft">SHA-256 {one.sha256}</code>
              </p>
            ))}
            <p>
              <a href={netron(siteFiles.of(name, version, file.name))} target="_blank" rel="noreferrer">
                {words.netron}
              </a>{" "}
              <span class="soft">{words.netronHint}</span>
            </p>
          </div>
        );
      })}
    </>
  );
}

/** Netron fetches an address by itself where the whole net can: not one of this machine. */
function netron(file: string): string {
  const { href, protocol } = new URL(file, document.baseURI);
  return protocol === "https:" ? `https://netron.app/?url=${encodeURIComponent(href)}` : "https://netron.app/";
}
