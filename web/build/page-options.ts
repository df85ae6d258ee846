import { join, sep } from "node:path";
import type { BuildOptions } from "esbuild";

/** How everything of the page is bundled; entries, plugins and the folder come to it. */
export function pageOptions(): BuildOptions {
  return {
    entryNames: "[name]-[hash]",
    chunkNames: "chunk-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    conditions: ["kiln-source", "browser", "import"],
    logLevel: "silent",
  };
}

/** A test whether a file is one of the page's own sources. */
export function ownSources(root: string): (file: string) => boolean {
  const folder = join(root, "web") + sep;
  return (file) => file.startsWith(folder);
}
