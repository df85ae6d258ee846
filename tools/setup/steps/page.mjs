/** The page of the browser, bundled into `dist/page/` by the compiled `web/build/`. */
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
