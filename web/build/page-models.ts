/** Which models a page is built with: those of the config, with the files of each, and what had to be left out and why. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { build, type Plugin } from "esbuild";
import { FailedError } from "../../core/errors.js";
import { reasonOf } from "./esbuild-reason.js";
import { evaluate, lazyFile } from "./evaluate.js";
import { ownSources, pageOptions } from "./page-options.js";
import { browserOnly } from "./plugins/browser-only.js";
import { notInPage } from "./plugins/not-in-page.js";
import { sharedPackages } from "./plugins/shared-packages.js";
import { viewStyles } from "./plugins/view-styles.js";
import { viewWorkers } from "./plugins/view-workers.js";

/** A view's files. */
export interface BuiltView {
  /** Absolute path of the module that the definition's `view` loads. */
  readonly module: string;
  /** Of the component that it loads in turn, where that could be found out. */
  readonly component?: string;
  readonly order: number;
  /** Sources of the workers that it starts. */
  readonly workers: readonly string[];
}

/** A model for the page. Paths are absolute. */
export interface BuiltModel {
  readonly name: string;
  readonly definition: string;
  readonly processings: readonly string[];
  /** Modules that the definition would load and the page must not: the recipe, the commands, a view that is left out. */
  readonly notInPage: readonly string[];
  readonly view?: BuiltView;
}

/** Something that cannot be part of the page; the rest of it can. */
export interface LeftOut {
  /** `the view of parcel`, `parcel`. */
  readonly what: string;
  /** With file and line. */
  readonly why: string;
}

export interface PageModels {
  /** The folder that paths in messages and in the page are relative to: the config's. */
  readonly base: string;
  readonly models: readonly BuiltModel[];
  readonly leftOut: readonly LeftOut[];
}

/** The file with the models of a project. */
export const CONFIG_FILE = "kiln.config.ts";

/**
 * Reads the models of a config.
 *
 * @param root of this installation.
 * @param config the config's absolute path; left out: this installation's own, or no models where it has none.
 * @throws FailedError when the config does not compile, throws, or has no `models`.
 */
export async function pageModels(root: string, config = join(root, CONFIG_FILE)): Promise<PageModels> {
  const base = dirname(config);
  if (!existsSync(config)) return { base, models: [], leftOut: [] };
  const listed = await listedModels(config);
  const models: BuiltModel[] = [];
  const leftOut: LeftOut[] = [];
  for (const [name, lazy] of Object.entries(listed)) {
    try {
      if (await isShortForm(lazy)) continue;
      models.push(await readModel(root, base, name, lazy, (why) => leftOut.push({ what: `the view of ${name}`, why })));
    } catch (error) {
      if (!(error instanceof FailedError)) throw error;
      leftOut.push({ what: name, why: error.message });
    }
  }
  return { base, models, leftOut };
}

/**
 * The definitions that a config lists, by name: absolute paths. A model whose module is missing is not among them.
 *
 * @throws FailedError as `pageModels` does.
 */
export async function listedDefinitions(config: string): Promise<Readonly<Record<string, string>>> {
  const entries = Object.entries(await listedModels(config)).map(async ([name, lazy]) => {
    const found = await lazyFile(lazy);
    return found === undefined || found.missing !== undefined ? [] : [[name, found.file] as const];
  });
  return Object.fromEntries((await Promise.all(entries)).flat());
}

async function listedModels(config: string): Promise<Readonly<Record<string, unknown>>> {
  const base = dirname(config);
  const { exports } = await evaluate(config, { base, plugins: [configWords()], node: true });
  const given = exports.default;
  const models = typeof given === "object" && given !== null && "models" in given ? given.models : undefined;
  if (typeof models === "object" && models !== null) return models as Record<string, unknown>;
  throw new FailedError(`${relative(base, config)} has no models`, {
    next: 'Write: export default defineConfig({ models: { parcel: () => import("./models/parcel.js") } });',
  });
}

/** A config is read for its models alone: of Kiln it needs no more than the function that gives back what it is given. */
function configWords(): Plugin {
  return {
    name: "kiln-config-words",
    setup(build) {
      build.onResolve({ filter: /^kilnjs$/ }, ({ path }) => ({ path, namespace: "kiln-config-words" }));
      build.onLoad({ filter: /.*/, namespace: "kiln-config-words" }, () => ({
        contents: "module.exports = { defineConfig: (config) => config };",
      }));
    },
  };
}

/**
 * A model of the short form is asked by the contract of its version alone, here as in the server: nothing of its file, which
 * reads data in Node, is part of a page. It is told by what it imports, without running it.
 */
async function isShortForm(lazy: unknown): Promise<boolean> {
  const found = await lazyFile(lazy);
  if (found === undefined || found.missing !== undefined) return false;
  const text = readFileSync(found.file, "utf8");
  return /\bimport\s*\{[^}]*\b(defineModel|fromLayers)\b[^}]*\}\s*from\s*["']kilnjs(\/train)?["']/.test(text);
}

async function readModel(
  root: string,
  base: string,
  name: string,
  lazy: unknown,
  leaveViewOut: (why: string) => void,
): Promise<BuiltModel> {
  const definition = await fileOf(lazy, `the config gives for ${name} no () => import("…")`);
  const plugins = [sharedPackages(root), browserOnly(base)];
  const { exports } = await evaluate(definition, { base, plugins });
  const given = exports.default as Readonly<Record<string, unknown>> | undefined;
  const where = relative(base, definition);
  if (given === undefined)
    throw new FailedError(`${where} has no default export: write \`export default\` before its model`);
  const processings = Object.keys((given.processings as object | undefined) ?? {});
  const parts = await Promise.all([given.recipe, given.commands].map(lazyFile));
  const model = {
    name,
    definition,
    processings,
    notInPage: parts.flatMap((part) => (part === undefined ? [] : [part.file])),
  };
  if (given.view === undefined) return model;
  try {
    const module = await fileOf(given.view, `${where}: the view is no () => import("…")`);
    return { ...model, view: await readView(root, base, module, new Set(model.notInPage)) };
  } catch (error) {
    if (!(error instanceof FailedError)) throw error;
    leaveViewOut(error.message);
    const view = await lazyFile(given.view);
    return view === undefined ? model : { ...model, notInPage: [...model.notInPage, view.file] };
  }
}

/** Builds the view for itself: what is wrong with it is wrong with nothing else. */
async function readView(root: string, base: string, module: string, parts: ReadonlySet<string>): Promise<BuiltView> {
  const workers = new Set<string>();
  const plugins = [
    sharedPackages(root),
    browserOnly(base),
    notInPage(parts),
    viewStyles(ownSources(root)),
    viewWorkers(root, base, (source) => workers.add(source)),
  ];
  const tryBuilding = async (entry: string): Promise<void> => {
    await build({
      ...pageOptions(),
      absWorkingDir: base,
      entryPoints: [entry],
      outdir: "never",
      write: false,
      plugins,
    }).catch((cause: unknown) => {
      throw new FailedError(reasonOf(cause), { cause });
    });
  };
  await tryBuilding(module);
  // A worker may start another one.
  for (const worker of workers) await tryBuilding(worker);
  return { module, workers: [...workers], ...(await declaredBy(root, base, module)) };
}

/** What a view says of itself. One that can only be run in a browser says it there. */
async function declaredBy(root: string, base: string, module: string): Promise<Pick<BuiltView, "component" | "order">> {
  const view = await evaluate(module, { base, plugins: [sharedPackages(root)] }).then(
    ({ exports }) => exports.default as Readonly<Record<string, unknown>> | undefined,
    (error: unknown) => {
      if (error instanceof FailedError) return null;
      throw error;
    },
  );
  if (view === null) return { order: 0 };
  if (view?.kind !== "view") {
    throw new FailedError(
      `the default export of ${relative(base, module)} is not what defineView of kilnjs/page makes`,
    );
  }
  const component = await lazyFile(view.component);
  if (component?.missing !== undefined) throw new FailedError(component.missing);
  return {
    order: typeof view.order === "number" ? view.order : 0,
    ...(component === undefined ? {} : { component: component.file }),
  };
}

async function fileOf(lazy: unknown, otherwise: string): Promise<string> {
  const found = await lazyFile(lazy);
  if (found === undefined) throw new FailedError(otherwise);
  if (found.missing !== undefined) throw new FailedError(found.missing);
  return found.file;
}
