/**
 * Files of libraries that a browser or a picture needs, copied into `dist/vendor/`: the packages that they come from hold
 * ten times as much (onnxruntime-web alone 140 MB), and whoever installs Kiln should not have to take it. Their licences
 * come along; docs/setup.md says what each is for.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { remove } from "../remove.mjs";
import { hashOf } from "../step.mjs";

/** By package: the files, relative to it. package.json and the licence come along. */
export const VENDORED = {
  "onnxruntime-web": [
    "dist/ort.wasm.min.mjs",
    "dist/ort.wasm.bundle.min.mjs",
    "dist/ort.webgpu.min.mjs",
    "dist/ort.webgpu.bundle.min.mjs",
    "dist/ort-wasm-simd-threaded.mjs",
    "dist/ort-wasm-simd-threaded.asyncify.mjs",
  ],
  "swagger-ui-dist": ["swagger-ui.css", "swagger-ui-bundle.js"],
  "@expo-google-fonts/source-sans-3": [
    "400Regular/SourceSans3_400Regular.ttf",
    "600SemiBold/SourceSans3_600SemiBold.ttf",
  ],
};

/**
 * @param {import("../project.mjs").Project} project
 * @returns {import("../step.mjs").Step}
 */
export function vendor(project) {
  const out = join(project.dist, "vendor");
  const packages = Object.entries(VENDORED).map(([name, files]) => ({
    name,
    files,
    from: join(project.nodeModules, name),
  }));
  return {
    name: "vendor",
    title: "Copying files of libraries",
    hint: "`npm ci --ignore-scripts` puts the packages right that they are copied from.",
    key: () => hashOf(JSON.stringify(VENDORED), ...packages.map(({ from }) => manifestOf(from))),
    look(made) {
      const wrong = Object.entries(made).find(([path, size]) => sizeOf(join(out, path)) !== size);
      return wrong === undefined ? undefined : `dist/vendor/${wrong[0]} is missing or was changed`;
    },
    async run() {
      const fresh = `${out}.new`;
      await remove(fresh, project.trash);
      /** @type {Record<string, number>} */
      const made = {};
      for (const { name, files, from } of packages) {
        const licences = readdirSync(from).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
        for (const file of [...licences, ...files]) {
          const path = join(name, file);
          mkdirSync(dirname(join(fresh, path)), { recursive: true });
          cpSync(join(from, file), join(fresh, path));
          made[path] = statSync(join(fresh, path)).size;
        }
        writeFileSync(join(fresh, name, "package.json"), aboutOf(from));
      }
      Object.assign(made, brought(project, fresh));
      await remove(out, project.trash);
      renameSync(fresh, out);
      return made;
    },
  };
}

/**
 * The compiled addon of tfjs-node, for projects on the same platform: then they need no compiler. It is Kiln's own, linked to
 * the wheel's TensorFlow; one that was downloaded prebuilt is linked to another and stays where it is.
 * @param {import("../project.mjs").Project} project
 * @param {string} fresh the folder that is being made
 * @returns {Record<string, number>} sizes by path
 */
function brought(project, fresh) {
  const name = join("@tensorflow", "tfjs-node");
  const folder = join(project.nodeModules, name);
  const addon = join(folder, "lib", "napi-v8", "tfjs_binding.node");
  if (
    process.platform !== "linux" ||
    !existsSync(addon) ||
    !existsSync(join(folder, "deps", "lib", "libtensorflow_cc.so.2"))
  ) {
    return {};
  }
  const files = {
    [join(name, `linux-${process.arch}`, "tfjs_binding.node")]: addon,
  };
  for (const [path, from] of Object.entries(files)) {
    mkdirSync(dirname(join(fresh, path)), { recursive: true });
    cpSync(from, join(fresh, path));
  }
  return Object.fromEntries(Object.keys(files).map((path) => [path, statSync(join(fresh, path)).size]));
}

/**
 * What the files are, and of which version; nothing that a resolver would go by.
 * @param {string} folder of a package
 */
function aboutOf(folder) {
  const { name, version, license, type } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return `${JSON.stringify({ name, version, license, type })}\n`;
}

/** @param {string} folder of a package */
function manifestOf(folder) {
  const path = join(folder, "package.json");
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/** @param {string} path */
function sizeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.size;
}
