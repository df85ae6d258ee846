/**
 * Runs a module of a project in Node for the sake of what it declares, and of what it would load later: the build has to
 * know which file `() => import("./view/index.js")` means, however that is written.
 */
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { build, type Plugin } from "esbuild";
import { FailedError, messageOf } from "../../core/errors.js";
import { reasonOf } from "./esbuild-reason.js";
import { lineOf } from "./line-of.js";

/** A module that was run. */
export interface Evaluated {
  /** What it exports. */
  readonly exports: Readonly<Record<string, unknown>>;
  /** Files that were read for it, absolute. */
  readonly inputs: readonly string[];
}

/** The file behind a lazy import, or why there is none. */
export interface LazyFile {
  /** Its absolute path, or where it would be. */
  readonly file: string;
  /** Why it is not there, with file and line. */
  readonly missing?: string;
}

interface Options {
  /** The folder that paths in messages are relative to. */
  readonly base: string;
  readonly plugins?: readonly Plugin[];
  /** True: it may use Node, as a config does. */
  readonly node?: boolean;
}

/** @throws FailedError naming file and line when it does not compile, or the file when it throws. */
export async function evaluate(entry: string, { base, plugins = [], node = false }: Options): Promise<Evaluated> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: base,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: node ? "node" : "browser",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    conditions: ["kiln-source", ...(node ? [] : ["browser"]), "import"],
    logLevel: "silent",
    loader: { ".css": "empty" },
    plugins: [lazyImports(base), ...plugins],
    ...(node
      ? { banner: { js: 'import { createRequire } from "node:module"; const require = createRequire("/");' } }
      : {}),
  }).catch((cause: unknown) => {
    throw new FailedError(reasonOf(cause), { cause });
  });
  const code = outputFiles[0]?.contents ?? new Uint8Array(0);
  const address = `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`;
  try {
    const exports = (await import(/* @vite-ignore */ address)) as Record<string, unknown>;
    return { exports, inputs: Object.keys(metafile.inputs) };
  } catch (cause) {
    throw new FailedError(`it throws when it is loaded: ${messageOf(cause)}`, {
      where: { file: relative(base, entry) },
      cause,
    });
  }
}

/**
 * The file that a lazy import of an evaluated module loads; undefined when the value is none.
 *
 * @param lazy such as `() => import("./view/index.js")`.
 */
export async function lazyFile(lazy: unknown): Promise<LazyFile | undefined> {
  if (typeof lazy !== "function") return undefined;
  const loaded: unknown = await lazy();
  if (typeof loaded !== "object" || loaded === null) return undefined;
  return "kilnLazy" in loaded ? (loaded.kilnLazy as LazyFile) : undefined;
}

const namespace = "kiln-lazy";

/** In the place of what is imported lazily: a module that says which file it would have been. */
function lazyImports(base: string): Plugin {
  return {
    name: namespace,
    setup(build) {
      build.onResolve({ filter: /.*/ }, async ({ path, kind, importer, resolveDir }) => {
        if (kind !== "dynamic-import") return undefined;
        const found = await build.resolve(path, { kind: "import-statement", importer, resolveDir });
        if (found.errors.length === 0) return { path: found.path, namespace, pluginData: { file: found.path } };
        const text = readFileSync(importer, "utf8");
        const at = `${relative(base, importer)}:${lineOf(text, Math.max(0, text.indexOf(path)))}`;
        const missing = `${at}: there is no module "${path}"`;
        return { path, namespace, pluginData: { file: join(resolveDir, path), missing } };
      });
      build.onLoad({ filter: /.*/, namespace }, ({ pluginData }) => ({
        contents: `export const kilnLazy = ${JSON.stringify(pluginData)};`,
      }));
    },
  };
}
