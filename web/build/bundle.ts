/**
 * Makes the page from its sources and the models of a config: scripts and styles by esbuild (alive, typed, one binary), with
 * their hashes in their names, onnxruntime's WebAssembly files beside them, and compressed forms of each file for servers
 * that send them.
 */
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, type Metafile } from "esbuild";
import { FailedError } from "../../core/errors.js";
import { compress, filesUnder } from "./compress.js";
import { reasonOf } from "./esbuild-reason.js";
import { indexPage } from "./index-page.js";
import { type BuiltModel, type LeftOut, type PageModels, pageModels } from "./page-models.js";
import { ownSources, pageOptions } from "./page-options.js";
import { browserOnly } from "./plugins/browser-only.js";
import { bundledModels } from "./plugins/bundled-models.js";
import { notInPage } from "./plugins/not-in-page.js";
import { runtimeScripts } from "./plugins/runtime-scripts.js";
import { sharedPackages } from "./plugins/shared-packages.js";
import { viewStyles } from "./plugins/view-styles.js";
import { viewWorkers } from "./plugins/view-workers.js";
import { copyNotices, copyRuntime } from "./runtime-files.js";
import { bundleServiceWorker } from "./service-worker.js";

/** What to make, and where. */
export interface BundleOptions {
  /** This installation, which holds `web/`. */
  readonly root: string;
  /** The config with the models, an absolute path; left out: this installation's own; null: a page without models. */
  readonly config?: string | null;
  /** The folder, replaced. */
  readonly out: string;
  /** A built page whose compressed runtime files are taken, which takes a tenth of the time that making them does. */
  readonly runtimeFrom?: string;
}

/** What was made. */
export interface BundledPage {
  /** Paths relative to the folder. */
  readonly files: readonly string[];
  readonly bytes: number;
  /** Models and views that could not be part of it. */
  readonly leftOut: readonly LeftOut[];
  /** What the page was made from, absolute paths: it is made anew when one of them changes. */
  readonly inputs: readonly string[];
}

/**
 * Bundles the page into a folder, in the place of what was there. A model or a view that cannot be bundled is left out, and
 * the others are not.
 *
 * @throws FailedError when the config or the page's own sources cannot be bundled.
 */
export async function bundlePage({ root, config, out, runtimeFrom }: BundleOptions): Promise<BundledPage> {
  const found = config === null ? { base: root, models: [], leftOut: [] } : await pageModels(root, config);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const metafile = await bundleScripts(root, found, out);
  const runtime = copyRuntime(out, runtimeFrom);
  writeFileSync(join(out, "index.html"), indexPage(root, found, metafile, runtime));
  copyNotices(root, out);
  await bundleServiceWorker(root, out, metafile, runtime);
  compress(out);
  const files = filesUnder(out);
  return {
    files,
    bytes: files.reduce((sum, file) => sum + statSync(join(out, file)).size, 0),
    leftOut: found.leftOut,
    inputs: inputsOf(root, found, metafile),
  };
}

async function bundleScripts(root: string, { base, models }: PageModels, out: string): Promise<Metafile> {
  const parts = new Set(models.flatMap((model) => model.notInPage));
  const { metafile } = await build({
    ...pageOptions(),
    absWorkingDir: root,
    entryPoints: entriesOf(models),
    outdir: out,
    minify: true,
    metafile: true,
    plugins: [
      sharedPackages(root),
      runtimeScripts(root),
      bundledModels(root, models),
      notInPage(parts),
      browserOnly(base),
      viewStyles(ownSources(root)),
      viewWorkers(root, base, () => undefined),
    ],
  }).catch((cause: unknown) => {
    throw new FailedError(`the page cannot be bundled: ${reasonOf(cause)}`, { cause });
  });
  return metafile;
}

/** The page, the worker that runs models, and the workers of the models' views. */
function entriesOf(models: readonly BuiltModel[]): { in: string; out: string }[] {
  return [
    { in: "web/app/main.tsx", out: "app" },
    { in: "web/inference/worker/main.ts", out: "worker" },
    ...models.flatMap(({ name, view }) =>
      (view?.workers ?? []).map((source, i) => ({ in: source, out: `${name}-worker${i === 0 ? "" : i + 1}` })),
    ),
  ];
}

function inputsOf(root: string, { models }: PageModels, { inputs }: Metafile): string[] {
  const read = Object.keys(inputs).filter((input) => !/^[a-z-]+:/.test(input));
  return [
    ...new Set([...read.map((input) => resolve(root, input)), ...models.map(({ definition }) => definition)]),
  ].sort();
}
