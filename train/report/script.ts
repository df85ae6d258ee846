/**
 * The script of the page, as `npm run build` bundled it from `train/report/browser/`. It is not bundled when a report is written:
 * the bundler's own process is ended by the Ctrl+C that ends a training, and the training's report could not be written.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { FailedError } from "../../core/errors.js";

/**
 * The minified script.
 *
 * @throws FailedError when it has not been built.
 */
export function reportScript(): string {
  try {
    return readFileSync(createRequire(import.meta.url).resolve("#dist/report-page/script.js"), "utf8");
  } catch (cause) {
    throw new FailedError("the script of reports cannot be read", {
      where: { file: "dist/report-page/script.js" },
      next: "Run: kiln setup (in a copy of the sources: npm run build).",
      cause,
    });
  }
}
