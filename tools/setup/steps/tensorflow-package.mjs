/**
 * tfjs-node for a project that has Kiln installed: in `.kiln/node`, as npm installs it and without its install script, which
 * downloads from hosts that many networks block. A project that depends on tfjs-node itself keeps its own.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../command.mjs";
import { SetupError } from "../failure.mjs";
import { findNpm } from "../npm.mjs";
import { ownTfjsNode, projectRoot, tfjsNodeOf } from "../project.mjs";
import { remove } from "../remove.mjs";
import { hashOf } from "../step.mjs";

const NAME = "@tensorflow/tfjs-node";

/**
 * @param {import("../project.mjs").Project} project
 * @returns {import("../step.mjs").Step}
 */
export function tensorflowPackage(project) {
  const { peerDependencies } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8"));
  const wanted = peerDependencies[NAME];
  return {
    name: "tensorflow-package",
    title: "TensorFlow.js for Node.js (npm package)",
    disk: 0.4e9,
    hint: "check the network and `npm config get registry`, then try again: what was downloaded is kept in npm's cache.",
    key: () => hashOf(wanted, ownTfjsNode(project) ?? ""),
    look: () => whatIsWrong(project, wanted),
    async run({ signal, report }) {
      if (ownTfjsNode(project) === undefined) {
        await remove(project.node, project.trash);
        mkdirSync(project.node, { recursive: true });
        const manifest = { private: true, dependencies: { [NAME]: wanted } };
        writeFileSync(join(project.node, "package.json"), JSON.stringify(manifest));
        const flags = [
          "--ignore-scripts",
          "--no-audit",
          "--no-fund",
          "--no-workspaces",
          "--prefer-offline",
          "--loglevel=http",
        ];
        await runCommand(process.execPath, [findNpm(), "install", ...flags], {
          cwd: project.node,
          signal,
          onLine: (line) => report(line.replace(/^npm http (fetch|cache) /, "")),
          isNoise: (line) => /^npm (http|warn|error +at) /.test(line),
        });
      }
      const wrong = whatIsWrong(project, wanted);
      if (wrong !== undefined) {
        throw new SetupError(`TensorFlow.js is not as it should be: ${wrong}.`, {
          next: `npm install --ignore-scripts --save-exact ${NAME}@${wanted}`,
        });
      }
      return {};
    },
  };
}

/**
 * @param {import("../project.mjs").Project} project
 * @param {string} wanted
 */
function whatIsWrong(project, wanted) {
  const folder = tfjsNodeOf(project);
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) return "it is not installed";
  const { version } = JSON.parse(readFileSync(manifest, "utf8"));
  return version === wanted ? undefined : `${folder} is version ${version}, and Kiln works with ${wanted} alone`;
}
