/**
 * Compiles sources by esbuild, each by itself: what they import stays an import, so that every module exists once, is
 * loaded when Node comes to it, and a fault in one is a fault of that one.
 */
import { existsSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, extname, isAbsolute, join, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { BuildFailure, Loader, OnLoadResult, OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from "esbuild";
import { compiledPath, type Header, hashOf, MARK, type Place, writeWhole } from "./cache.js";
import { buildFault, shown } from "./fault.js";
import { isKilnEntry, kilnEntry, loaderAddress } from "./kiln-entries.js";

/** Files that are compiled, and how esbuild reads them. */
const loaders: Readonly<Record<string, Loader>> = {
  ".ts": "ts",
  ".mts": "ts",
  ".tsx": "tsx",
  ".js": "js",
  ".mjs": "js",
  ".jsx": "jsx",
};

/** Files whose content becomes a part of the one that imports them. */
const inlined = [".json", ".txt"];

/** Files that Node loads as they are. */
const native = [".cjs", ".node"];

/** How a lazy import is written until esbuild is done with it: nothing else in a program looks like this. */
const LAZY = "kiln-lazy:";

/** `new Worker(new URL("./thread.ts", import.meta.url))`: the thread's program is compiled, too. */
const thread = /(new\s+Worker\(\s*)new\s+URL\(\s*(["'])(\.[^"']+)\2\s*,\s*import\.meta\.url\s*\)/g;

/** Where line 1 and 2 of each compiled file will say what it is: their number must be known to the source map. */
const banner = `${MARK}\n//kiln`;

/** What a file is linked to. */
interface Links {
  readonly imports: Set<string>;
  readonly lazy: Set<string>;
  readonly packages: Set<string>;
  readonly inlined: Map<string, string>;
  readonly missing: Map<string, string>;
}

/**
 * Compiles files into their place.
 *
 * @returns what was written on their first lines.
 * @throws UsageError naming file, line and column when one does not compile.
 */
export async function transform(place: Place, files: readonly string[]): Promise<Header[]> {
  const { build } = await import("esbuild");
  const linked = new Map(files.map((file) => [file, newLinks()] as const));
  const hashes = new Map<string, string>();
  const { outputFiles } = await build({
    absWorkingDir: place.root,
    entryPoints: files.map((file) => ({ in: file, out: compiledPath(place, file).slice(place.folder.length + 1, -3) })),
    outdir: place.folder,
    write: false,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.10",
    // What Node itself goes by, and nothing else: it must find the same files.
    conditions: [],
    mainFields: ["main"],
    sourcemap: "inline",
    sourcesContent: false,
    jsx: "automatic",
    logLevel: "silent",
    banner: { js: banner },
    define: {
      "import.meta.url": "__kiln_url",
      "import.meta.filename": "__kiln_file",
      "import.meta.dirname": "__kiln_folder",
    },
    plugins: [linking(place, linked, hashes)],
  }).catch((error: BuildFailure) => {
    throw buildFault(error, place.root);
  });
  return outputFiles.map(({ path, text }) => {
    const source = files.find((file) => compiledPath(place, file) === path) ?? path;
    const links = linked.get(source) ?? newLinks();
    const header: Header = {
      stamp: place.stamp,
      source,
      sha256: hashes.get(source) ?? "",
      imports: [...links.imports],
      lazy: [...links.lazy],
      missing: Object.fromEntries(links.missing),
      packages: [...links.packages],
      inlined: Object.fromEntries(links.inlined),
    };
    writeWhole(path, finished(text, header, place));
    return header;
  });
}

function newLinks(): Links {
  return { imports: new Set(), lazy: new Set(), packages: new Set(), inlined: new Map(), missing: new Map() };
}

/** The first two lines in the place of the banner, and lazy imports as calls: what they load may not be compiled yet. */
function finished(text: string, header: Header, { root }: Place): string {
  const own = [
    ...(text.includes(LAZY) ? [`import { load as __kiln_load } from ${JSON.stringify(loaderAddress)};`] : []),
    `const __kiln_file = ${JSON.stringify(header.source)}, __kiln_folder = ${JSON.stringify(dirname(header.source))},`,
    `__kiln_url = ${JSON.stringify(pathToFileURL(header.source).href)};`,
  ].join(" ");
  return text
    .replace(banner, () => `${MARK}${JSON.stringify(header)}\n${own}`)
    .replaceAll(`import("${LAZY}`, `__kiln_load(${JSON.stringify(root)}, "`);
}

function linking(place: Place, linked: ReadonlyMap<string, Links>, hashes: Map<string, string>): Plugin {
  return {
    name: "kiln",
    setup(build) {
      build.onResolve({ filter: /./ }, (args) => {
        const links = linked.get(args.importer);
        // Asked by ourselves, or an entry: esbuild knows.
        if (args.pluginData === linked || links === undefined) return undefined;
        return linkOf(build, args, linked, place, links);
      });
      build.onLoad({ filter: /./, namespace: "file" }, ({ path }): OnLoadResult | undefined => {
        const links = linked.get(path);
        if (links === undefined) return undefined;
        const text = readFileSync(path, "utf8");
        hashes.set(path, hashOf(text));
        return { contents: withThreads(text, path, place, links), loader: loaders[extname(path)] ?? "ts" };
      });
    },
  };
}

/** What an import becomes. */
async function linkOf(
  build: PluginBuild,
  { path: specifier, importer, resolveDir, kind, with: attributes }: OnResolveArgs,
  own: unknown,
  place: Place,
  links: Links,
): Promise<OnResolveResult | undefined> {
  if (isKilnEntry(specifier)) return kilnLink(specifier);
  if (/^(node|file|data):/.test(specifier) || builtinModules.includes(specifier)) {
    return { path: specifier, external: true };
  }
  const found = await build.resolve(specifier, { importer, resolveDir, kind, with: attributes, pluginData: own });
  if (found.errors.length > 0) {
    if (kind !== "dynamic-import" || !specifier.startsWith(".")) return { errors: found.errors };
    // Nobody may ever load it: one model that is not there leaves the others alone.
    const path = resolve(resolveDir, specifier);
    links.missing.set(path, placeIn(importer, specifier));
    return { path: `${LAZY}${path}`, external: true };
  }
  if (found.external || found.namespace !== "file") return { path: specifier, external: true };
  const { path } = found;
  const extension = extname(path);
  const packaged = path.includes(`${sep}node_modules${sep}`);
  const bare = !specifier.startsWith(".") && !specifier.startsWith("#") && !isAbsolute(specifier);
  if (packaged || (bare && !/^\.m?tsx?$/.test(extension)) || native.includes(extension)) {
    links.packages.add(path);
    return { path: pathToFileURL(path).href, external: true };
  }
  if (inlined.includes(extension)) {
    links.inlined.set(path, hashOf(readFileSync(path)));
    return { path };
  }
  if (loaders[extension] === undefined) return refused(`${specifier} cannot be loaded by Node`);
  if (kind === "require-call" || kind === "require-resolve") return refused("write import instead of require");
  if (kind === "dynamic-import") {
    links.lazy.add(path);
    return { path: `${LAZY}${path}`, external: true };
  }
  links.imports.add(path);
  return { path: pathToFileURL(compiledPath(place, path)).href, external: true };
}

/** Where a file writes a specifier. */
function placeIn(file: string, specifier: string): string {
  const before = (readFileSync(file, "utf8").split(specifier, 1)[0] ?? "").split("\n");
  return shown(file, before.length, before.at(-1)?.length);
}

function kilnLink(specifier: string): OnResolveResult {
  const path = kilnEntry(specifier);
  return path === null ? refused(`there is no "${specifier}" in Node`) : { path, external: true };
}

function refused(text: string): OnResolveResult {
  return { errors: [{ text }] };
}

/** The source with the programs of its threads as compiled files. */
function withThreads(text: string, file: string, place: Place, links: Links): string {
  return text.replace(thread, (whole, before: string, _quote, specifier: string) => {
    const program = sourceAt(resolve(dirname(file), specifier));
    if (program === null) return whole;
    links.imports.add(program);
    return `${before}new URL(${JSON.stringify(pathToFileURL(compiledPath(place, program)).href)})`;
  });
}

/** A source by the name that it has when it is compiled, or by its own. */
function sourceAt(path: string): string | null {
  const plain = path.slice(0, path.length - extname(path).length);
  const candidates = [path, ...[".ts", ".mts", ".tsx"].map((extension) => join(`${plain}${extension}`))];
  return candidates.find((one) => loaders[extname(one)] !== undefined && existsSync(one)) ?? null;
}
