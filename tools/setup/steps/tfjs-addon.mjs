/**
 * The native addon of tfjs-node. Its own install script downloads TensorFlow 2.9 and a prebuilt addon; here it is
 * compiled against the TensorFlow 2.21 of the Python wheel, which is there anyway, needs no other host than the
 * package registries, and trains about 1.5 times as fast. Where that cannot be done (no compiler, a Mac) the package's
 * own download is the second way.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { buildFromWheel, placeOwnAddon, WHEEL_LINKS, whyNoBuild } from "../addon/build-from-wheel.mjs";
import { downloadPrebuilt } from "../addon/download-prebuilt.mjs";
import { linkIsRight } from "../addon/links.mjs";
import { runCommand } from "../command.mjs";
import { CommandError, SetupError } from "../failure.mjs";
import { projectRoot, tfjsNodeOf } from "../project.mjs";
import { hashOf } from "../step.mjs";
import { wheelFolder } from "../venv.mjs";

/** Node-API 8 is in every Node since 12.22: one addon serves Node 20, 22 and 24. */
const ADDON = join("lib", "napi-v8", "tfjs_binding.node");
const HINT = "see docs/setup.md, section Troubleshooting; `g++ --version` should answer.";
/** The addon that was packed with Kiln, for the TensorFlow that python-requirements.txt pins. */
const BROUGHT = join(
  projectRoot,
  "dist",
  "vendor",
  "@tensorflow",
  "tfjs-node",
  `${process.platform}-${process.arch}`,
  "tfjs_binding.node",
);
const PROBE = join(projectRoot, "tools", "setup", "probes", "addon.mjs");

/**
 * @param {import("../project.mjs").Project} project
 * @returns {import("../step.mjs").Step}
 */
export function tfjsAddon(project) {
  const folder = tfjsNodeOf(project);
  return {
    name: "tfjs-addon",
    title: "TensorFlow for Node.js (tfjs-node addon)",
    hint: HINT,
    key: () => hashOf(`${process.platform}-${process.arch}`, packageVersion(folder), wheelName(project)),
    look(made) {
      const addon = join(folder, ADDON);
      if (!existsSync(addon)) return "the addon is not there";
      if (hashOf(readFileSync(addon)) !== made.addon) return "the addon was changed";
      if (made.way === "wheel") {
        const wrong = WHEEL_LINKS.find((link) => !linkIsRight(project, folder, link));
        return wrong === undefined ? undefined : `${wrong.path} does not lead to TensorFlow`;
      }
      return sameFiles(filesUnder(join(folder, "deps", "lib")), Object(made.files))
        ? undefined
        : "TensorFlow's libraries are not those that were downloaded";
    },
    async run({ signal, report }) {
      const proveIt = () => prove(folder, project.root, signal);
      if (project.installed && existsSync(BROUGHT)) {
        try {
          await placeOwnAddon(project, folder, BROUGHT);
          await proveIt();
          return { way: "wheel", addon: hashOf(readFileSync(join(folder, ADDON))) };
        } catch (error) {
          // A machine with an older C library: there it is compiled.
          if (!(error instanceof SetupError)) throw error;
        }
      }
      /** @type {SetupError} */
      let fault;
      try {
        const obstacle = whyNoBuild();
        if (obstacle !== undefined) throw obstacle;
        await buildFromWheel(project, folder, { signal, report });
        await proveIt();
        return { way: "wheel", addon: hashOf(readFileSync(join(folder, ADDON))) };
      } catch (error) {
        if (!(error instanceof SetupError)) throw error;
        fault = error;
      }
      report("building did not work, trying the prebuilt download");
      try {
        await downloadPrebuilt(folder, { signal, report, trash: project.trash });
        await proveIt();
        const files = filesUnder(join(folder, "deps", "lib"));
        return { way: "prebuilt", addon: hashOf(readFileSync(join(folder, ADDON))), files };
      } catch (error) {
        if (!(error instanceof SetupError)) throw error;
        throw bothFailed(fault, error);
      }
    },
  };
}

/**
 * Loads the addon in a process of its own and multiplies a matrix.
 * @param {string} folder of the npm package
 * @param {string} root
 * @param {AbortSignal} signal
 * @throws {SetupError} saying why it does not work
 */
async function prove(folder, root, signal) {
  try {
    await runCommand(process.execPath, [PROBE, folder], { cwd: root, signal });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const line = error.tail.find((text) => text.startsWith('{"ok":'));
    if (line === undefined) throw error; // it crashed
    throw new SetupError(`It does not work: ${JSON.parse(line).detail}`, { cause: error });
  }
}

/**
 * @param {SetupError} build
 * @param {SetupError} download
 */
function bothFailed(build, download) {
  const shown = (/** @type {SetupError} */ fault) => [fault.message, ...fault.details.map((line) => `  ${line}`)];
  const details = ["Building it:", ...shown(build), "Downloading it:", ...shown(download)];
  const next = build.next === undefined ? {} : { next: build.next };
  return new SetupError("The tfjs-node addon could neither be built nor downloaded.", { details, ...next });
}

/** @param {string} folder of the npm package */
function packageVersion(folder) {
  const path = join(folder, "package.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).version : "";
}

/**
 * For instance `tensorflow_cpu-2.21.0.dist-info`, with the folder that it lies in, since links lead there.
 * @param {import("../project.mjs").Project} project
 */
function wheelName(project) {
  const folder = wheelFolder(project);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const wheel = names.find((name) => /^tensorflow(_cpu)?-\d.*\.dist-info$/.test(name));
  return wheel === undefined ? "" : join(folder.slice(project.root.length), wheel);
}

/**
 * The files of a folder with their sizes.
 * @param {string} folder
 * @returns {Record<string, number>}
 */
function filesUnder(folder) {
  if (!existsSync(folder)) return {};
  return Object.fromEntries(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).size]));
}

/**
 * @param {Record<string, number>} there
 * @param {Record<string, number>} wanted
 */
function sameFiles(there, wanted) {
  const names = Object.keys(wanted);
  return names.length === Object.keys(there).length && names.every((name) => there[name] === wanted[name]);
}
