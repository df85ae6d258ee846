/**
 * Compiles the addon against the TensorFlow of the Python wheel. The wheel has the headers and the C API that the
 * addon needs, under other names than libtensorflow's own package: links give them those. It is two files of C++ over
 * Node-API, so the compiler is called as binding.gyp would have it, without node-gyp, which is itself written in Python.
 *
 * The build happens in a copy of the package's sources; only the finished file moves into the package, by a rename.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runCommand } from "../command.mjs";
import { SetupError } from "../failure.mjs";
import { nodeHeaders } from "../node-headers.mjs";
import { remove } from "../remove.mjs";
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
  if (compilerOf(env) !== undefined) return undefined;
  return new SetupError(`a C++ compiler (${compilersIn(env).join(" or ")}) was not found.`, {
    next: "install one (Debian, Ubuntu: `sudo apt-get install g++`; Fedora: `sudo dnf install gcc-c++`).",
  });
}

/**
 * @param {import("../project.mjs").Project} project
 * @param {string} folder of the npm package
 * @param {{ signal: AbortSignal, report: (line: string) => void }} options
 * @throws {SetupError} a command failed
 */
export async function buildFromWheel(project, folder, { signal, report }) {
  const compiler = compilerOf(process.env);
  if (compiler === undefined) throw whyNoBuild() ?? new SetupError("there is no C++ compiler.");
  const build = join(project.kiln, "addon");
  await remove(build, project.trash);
  mkdirSync(join(build, "binding"), { recursive: true });
  const sources = readdirSync(join(folder, "binding")).map((name) => join("binding", name));
  for (const path of sources) copyFileSync(join(folder, path), join(build, path));
  for (const link of WHEEL_LINKS) makeLink(project, build, link);

  const headers = await nodeHeaders(project, { signal, report });
  const file = "tfjs_binding.node";
  const options = [
    ...["-std=c++17", "-O3", "-fPIC", "-shared", "-pthread", "-fno-exceptions", "-fno-rtti", "-DNAPI_VERSION=8"],
    ...["-isystem", headers, "-isystem", "deps/include"],
    ...sources.filter((path) => path.endsWith(".cc")),
    ...["-Ldeps/lib", "-ltensorflow", "-ltensorflow_framework", "-Wl,-rpath,$ORIGIN/../../deps/lib", "-o", file],
  ];
  const [command = "", ...own] = compiler;
  await runCommand(command, [...own, ...options], { cwd: build, signal, onLine: report });

  await linkTensorFlow(project, folder);
  renameSync(join(build, file), join(folder, "lib", "napi-v8", file));
  await remove(build, project.trash);
}

/**
 * Puts the addon that Kiln brings along into the package: it needs glibc and libstdc++ of GCC 11 or newer, and whoever has
 * older ones compiles it.
 * @param {import("../project.mjs").Project} project
 * @param {string} folder of the npm package
 * @param {string} addon the file
 */
export async function placeOwnAddon(project, folder, addon) {
  await linkTensorFlow(project, folder);
  const target = join(folder, "lib", "napi-v8", "tfjs_binding.node");
  copyFileSync(addon, `${target}.new`);
  renameSync(`${target}.new`, target);
}

/**
 * @param {import("../project.mjs").Project} project
 * @param {string} folder of the npm package
 */
async function linkTensorFlow(project, folder) {
  // A prebuilt download leaves real folders where the links belong.
  if (!existsSync(join(folder, "deps", "lib", "libtensorflow_cc.so.2"))) {
    await remove(join(folder, "deps"), project.trash);
  }
  for (const link of WHEEL_LINKS) makeLink(project, folder, link);
  mkdirSync(join(folder, "lib", "napi-v8"), { recursive: true });
}

/** @param {NodeJS.ProcessEnv} env */
function compilersIn(env) {
  return env.CXX === undefined || env.CXX === "" ? ["g++", "c++", "clang++"] : [env.CXX];
}

/**
 * The compiler's command, with arguments that CXX may hold.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[] | undefined}
 */
function compilerOf(env) {
  return compilersIn(env)
    .map((text) => text.trim().split(/\s+/))
    .find(([name = ""]) => isOnPath(name, env));
}

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 */
function isOnPath(name, env) {
  if (name.includes("/")) return existsSync(name);
  return (env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, name)));
}
