/** The script of the page: bundled from `train/report/browser/` into one text when a report is written. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { FailedError } from "../../core/errors.js";

/**
 * The minified script.
 *
 * @throws FailedError when the sources are not where they belong.
 */
export async function reportScript(): Promise<string> {
  const entry = join(projectRoot(), "train", "report", "browser", "main.ts");
  if (!existsSync(entry)) throw new FailedError("the report's script is missing", { where: { file: entry } });
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

/** The nearest folder above this file with a package.json: the same from the sources and from dist/. */
function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
