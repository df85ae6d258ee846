/**
 * The page of the browser, bundled by the compiled `web/build/`: into `dist/bare-page/` without a model, as others get it who
 * install Kiln, and into `dist/page/` with the models of this checkout.
 */
import { bundle } from "./bundle.mjs";

/**
 * @param {import("../project.mjs").Project} project
 * @returns {import("../step.mjs").Step}
 */
export function page(project) {
  return bundle(project, {
    name: "page",
    title: "Bundling the page",
    configuration: "web/tsconfig.json",
    sources: ["web", "public", "core", "models", "charts", "kiln.config.ts", "package-lock.json", "tsconfig.json"],
    program: "web/build/main.js",
    folder: "page",
  });
}

/**
 * @param {import("../project.mjs").Project} project
 * @returns {import("../step.mjs").Step}
 */
export function barePage(project) {
  return bundle(project, {
    name: "bare-page",
    title: "Bundling the page without models",
    configuration: "web/tsconfig.json",
    sources: ["web", "public", "core", "charts", "package-lock.json", "tsconfig.json"],
    program: "web/build/main.js",
    args: ["--bare"],
    folder: "bare-page",
  });
}
