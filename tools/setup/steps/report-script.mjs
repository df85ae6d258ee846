/** The script of a report, bundled into `dist/report-page/` by the compiled `train/report/build/`. */
import { bundle } from "./bundle.mjs";

/**
 * @param {import("../project.mjs").Project} project
 * @returns {import("../step.mjs").Step}
 */
export function reportScript(project) {
  return bundle(project, {
    name: "report-script",
    title: "Bundling the script of reports",
    configuration: "train/report/browser/tsconfig.json",
    sources: ["train/report/browser", "train/report/build", "package-lock.json", "tsconfig.json"],
    program: "train/report/build/main.js",
    folder: "report-page",
  });
}
