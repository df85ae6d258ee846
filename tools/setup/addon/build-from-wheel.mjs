/**
 * Compiles the addon against the TensorFlow of the Python wheel. The wheel has the headers and the C API that the
 * addon needs, under other names than libtensorflow's own package: links give them those.
 *
 * The build happens in a copy of the package's sources; only the finished file moves into the package, by a rename.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runCommand } from "../command.mjs";
import { SetupError } from "../failure.mjs";
import { findNodeHeaders } from "../node-headers.mjs";
import { findNodeGyp, findNpm } from "../npm.mjs";
import { remove } from "../remove.mjs";
import { pythonOf, pythonSettings } from "../venv.mjs";
import { makeLink } from "./links.mjs";

/** @type {import("./links.mjs").WheelLink[]} */
export const WHEEL_LINKS = [
  { path: "deps/include", target: "include" },
  { path: "deps/lib/libtensorflow.so", target: "libtensorflow_cc.so.2" },
  { path: "deps/lib/libtensorflow_cc.so.2", target: "libtensorflow_cc.so.2" },
  { path: "deps/lib/libtensorflow_framework.so", target: "libtensorflow_framework.so.2" },
  { path: "deps/lib/libtensorflow_framework.so.2", target: "libtensorflow_framework.so.2" },
];

/**
 * What stands in the way of building, before trying.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string} [platform]
 * @returns {SetupError | undefined}
 */
export function whyNoBuild(env = process.env, platform = process.platform) {
  if (platform !== "linux") {
    return new SetupError(`Linking to the wheel's TensorFlow is not known to work on ${platform}.`);
  }
  const compilers = env.CXX === undefined || env.CXX === "" ? ["g++", "c++"] : [env.CXX.split(" ")[0] ?? ""];
  const missing = [];
  if (!compilers.some((name) => isOnPath(name, env))) missing.push(`a C++ compiler (${compilers.join(" or ")})`);
  if (!isOnPath("make", env)) missing.push("make");
  if (missing.length === 0) return undefined;
  return new SetupError(`${missing.join(" and ")} was not found.`, {
    next: "install a compiler (Debian, Ubuntu: `sudo apt-get install g++ make`; Fedora: `sudo dnf install gcc-c++ make`).",
  });
}

/**
 * @param {import("../project.mjs").Project} project
 * @param {string} folder of the npm package
 * @param {{ signal: AbortSignal, report: (line: string) => void }} options
 * @throws {SetupError} a command failed
 */
export async function buildFromWheel(project, folder, { signal, report }) {
  const gyp = findNodeGyp(findNpm());
  if (gyp === undefined) {
    throw new SetupError("npm came without node-gyp.", {
      next: "install node-gyp (Debian: `apt-get install node-gyp`).",
    });
  }
  const build = join(project.kiln, "addon");
  await remove(build, project.trash);
  mkdirSync(join(build, "binding"), { recursive: true });
  const sources = readdirSync(join(folder, "binding")).map((name) => join("binding", name));
  for (const path of ["binding.gyp", ...sources]) copyFileSync(join(folder, path), join(build, path));
  for (const link of WHEEL_LINKS) makeLink(project, build, link);

  const headers = findNodeHeaders();
  const where = headers === undefined ? [] : [`--nodedir=${headers}`];
  // The variables that node-pre-gyp would set for binding.gyp.
  const variables = ["--napi_build_version=8", "--module_name=tfjs_binding", "--module_path=./lib"];
  const tools = [`--python=${pythonOf(project)}`, "--jobs=2"];
  await runCommand(process.execPath, [gyp, "rebuild", ...where, ...variables, ...tools], {
    cwd: build,
    env: pythonSettings(),
    signal,
    onLine: report,
    isNoise: (line) => /^gyp (info|ERR! stack at) /.test(line),
  });

  // A prebuilt download leaves real folders where the links belong.
  if (!existsSync(join(folder, "deps", "lib", "libtensorflow_cc.so.2")))
    await remove(join(folder, "deps"), project.trash);
  for (const link of WHEEL_LINKS) makeLink(project, folder, link);
  mkdirSync(join(folder, "lib", "napi-v8"), { recursive: true });
  renameSync(join(build, "build", "Release", "tfjs_binding.node"), join(folder, "lib", "napi-v8", "tfjs_binding.node"));
  await remove(build, project.trash);
}

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 */
function isOnPath(name, env) {
  if (name.includes("/")) return existsSync(name);
  return (env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, name)));
}
