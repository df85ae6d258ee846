/** The page of the browser, bundled into `dist/page/` by the compiled `web/build/`. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../command.mjs";
import { hashOf } from "../step.mjs";

/** What the page is made from. */
const SOURCES = ["web", "public", "core", "models", "charts", "package-lock.json", "tsconfig.json"];

/**
 * @param {import("../project.mjs").Project} project
 * @returns {import("../step.mjs").Step}
 */
export function page(project) {
  const out = join(project.dist, "page");
  return {
    name: "page",
    title: "Bundling the page",
    hint: "`npx tsc -p web/tsconfig.json` shows the faults of its sources.",
    key: () => hashOf(...SOURCES.flatMap((source) => contents(project.root, source))),
    look(made) {
      const there = sizes(out);
      const wrong = Object.entries(made).find(([path, size]) => there[path] !== size);
      return wrong === undefined ? undefined : `dist/page/${wrong[0]} is missing or was changed`;
    },
    async run({ signal, report }) {
      const script = join(project.dist, "web", "build", "main.js");
      await runCommand(process.execPath, [script, project.root, out], { cwd: project.root, signal, onLine: report });
      return sizes(out);
    },
  };
}

/**
 * Names and contents of all files at or under a path.
 * @param {string} root
 * @param {string} path relative to the root
 * @returns {string[]}
 */
function contents(root, path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  // Models that an older Kiln published lie under models/ and are none of its sources.
  if (stat === undefined || path === "models/repository") return [];
  if (!stat.isDirectory()) return [path, readFileSync(join(root, path), "utf8")];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => contents(root, `${path}/${name}`));
}

/**
 * The files of a folder with their sizes.
 * @param {string} folder
 * @returns {Record<string, number>}
 */
function sizes(folder, inside = "") {
  if (!existsSync(folder)) return {};
  /** @type {Record<string, number>} */
  const found = {};
  for (const entry of readdirSync(join(folder, inside), { withFileTypes: true })) {
    const path = inside === "" ? entry.name : `${inside}/${entry.name}`;
    if (entry.isDirectory()) Object.assign(found, sizes(folder, path));
    else found[path] = statSync(join(folder, path)).size;
  }
  return found;
}
