/** `kilnjs/web`, bundled into `dist/web-library/` by the compiled `web/build/`. */
import { bundle } from "./bundle.mjs";

/**
 * @param {import("../project.mjs").Project} project
 * @returns {import("../step.mjs").Step}
 */
export function library(project) {
  return bundle(project, {
    name: "web-library",
    title: "Bundling kilnjs/web",
    configuration: "web/tsconfig.json",
    sources: ["web", "public/web.ts", "core", "package-lock.json", "tsconfig.json"],
    program: "web/build/library.js",
    folder: "web-library",
  });
}
