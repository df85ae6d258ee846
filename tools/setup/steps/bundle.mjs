/** What a browser runs, bundled from its sources into a folder of `dist/` by a compiled program of ours. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../command.mjs";
import { hashOf } from "../step.mjs";

/**
 * @typedef {object} Bundle
 * @property {string} name
 * @property {string} title
 * @property {string} configuration the tsconfig.json that checks the sources
 * @property {readonly string[]} sources what it is made from, relative to the root
 * @property {string} program relative to `dist/`; it is given the root and the folder to write into
 * @property {readonly string[]} [args] more of what it is given
 * @property {string} folder relative to `dist/`
 */

/**
 * @param {import("../project.mjs").Project} project
 * @param {Bundle} what
 * @returns {import("../step.mjs").Step}
 */
export function bundle(project, { name, title, configuration, sources, program, args = [], folder }) {
  const out = join(project.dist, folder);
  return {
    name,
    title,
    hint: `\`npx tsc -p ${configuration}\` shows the faults of its sources.`,
    key: () => hashOf(...sources.flatMap((source) => contents(project.root, source))),
    look(made) {
      const there = sizes(out);
      const wrong = Object.entries(made).find(([path, size]) => there[path] !== size);
      return wrong === undefined ? undefined : `dist/${folder}/${wrong[0]} is missing or was changed`;
    },
    async run({ signal, report }) {
      const script = join(project.dist, program);
      const command = [script, project.root, out, ...args];
      await runCommand(process.execPath, command, { cwd: project.root, signal, onLine: report });
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
  // Published models lie under models/ and are none of its sources.
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
