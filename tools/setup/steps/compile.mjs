/**
 * TypeScript to `dist/`. The compiler writes into a folder beside it, and the two change places at the end: outputs of
 * deleted sources never linger, and a program never starts from half a build.
 */
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../command.mjs";
import { CommandError, SetupError } from "../failure.mjs";
import { setAside } from "../remove.mjs";
import { hashOf } from "../step.mjs";

/** Declarations that were written by hand and that compiled ones refer to. */
const AMBIENT = ["web/app/assets.d.ts"];

/**
 * @param {import("../project.mjs").Project} project
 * @returns {import("../step.mjs").Step}
 */
export function compile(project) {
  const compiler = join(project.nodeModules, "typescript");
  return {
    name: "compile",
    title: "Compiling Kiln",
    hint: "`npm run types` shows all faults.",
    key: () => hashOf(compilerVersion(compiler), ...sources(project.root)),
    look(made) {
      const there = outputs(project.dist);
      const wrong = Object.entries(made).find(([path, size]) => there[path] !== size);
      return wrong === undefined ? undefined : `dist/${wrong[0]} is missing or was changed`;
    },
    async run({ signal, report }) {
      // The same depth as dist/, since source maps hold relative paths.
      const fresh = `${project.dist}.new`;
      rmSync(fresh, { recursive: true, force: true });
      const tsc = join(compiler, "bin", "tsc");
      try {
        await runCommand(process.execPath, [tsc, "-p", "tsconfig.json", "--outDir", fresh, "--pretty", "false"], {
          cwd: project.root,
          signal,
          onLine: report,
        });
      } catch (error) {
        rmSync(fresh, { recursive: true, force: true });
        if (!(error instanceof CommandError)) throw error;
        throw new SetupError("The sources do not compile.", {
          details: error.tail,
          next: "mend these (`npm run types` shows all of them). The last build in dist/ was left as it is.",
          cause: error,
        });
      }
      // The compiler takes ambient declarations as given, and its own output refers to them.
      for (const path of AMBIENT) {
        if (existsSync(join(project.root, path))) cpSync(join(project.root, path), join(fresh, path));
      }
      const old = setAside(project.dist, project.trash);
      renameSync(fresh, project.dist);
      if (old !== undefined) rmSync(old, { recursive: true });
      return outputs(project.dist);
    },
  };
}

/** @param {string} folder of the compiler's package */
function compilerVersion(folder) {
  const path = join(folder, "package.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).version : "";
}

/**
 * Names and contents of all that the compiler reads: tsconfig.json and the sources that it includes.
 * @param {string} root
 * @returns {string[]}
 */
function sources(root) {
  const configuration = readFileSync(join(root, "tsconfig.json"), "utf8");
  const { include, exclude } = JSON.parse(configuration);
  const parts = ["tsconfig.json", configuration];
  for (const entry of include) {
    for (const path of filesUnder(root, entry, new Set(exclude))) {
      if (/\.(ts|tsx|mts|cts|json)$/.test(path)) parts.push(path, readFileSync(join(root, path), "utf8"));
    }
  }
  return parts;
}

/**
 * Paths of all files at or under an entry, in a fixed order.
 * @param {string} root
 * @param {string} entry relative to the root, as all paths here
 * @param {Set<string>} [excluded]
 * @returns {string[]}
 */
function filesUnder(root, entry, excluded = new Set()) {
  const stat = statSync(join(root, entry), { throwIfNoEntry: false });
  if (stat === undefined || excluded.has(entry)) return [];
  if (!stat.isDirectory()) return [entry];
  return readdirSync(join(root, entry))
    .sort()
    .flatMap((name) => filesUnder(root, `${entry}/${name}`, excluded));
}

/**
 * The compiled files with their sizes.
 * @param {string} dist
 * @returns {Record<string, number>}
 */
function outputs(dist) {
  if (!existsSync(dist)) return {};
  const paths = readdirSync(dist)
    .sort()
    .flatMap((name) => filesUnder(dist, name));
  return Object.fromEntries(paths.map((path) => [path, statSync(join(dist, path)).size]));
}
