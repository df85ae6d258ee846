/**
 * The page for a project: the one that this installation was built with, where the project has the same models, else one of
 * the project's own in `.kiln/page`, made anew when something that it is made from has changed.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { bundlePage } from "./bundle.js";
import { CONFIG_FILE, type LeftOut, listedDefinitions } from "./page-models.js";

/** For whom, and who is told. */
export interface ProjectPageOptions {
  /** The project's config, an absolute path; null for a project without one. */
  readonly config: string | null;
  /** Told before a page is made: that takes some seconds. */
  readonly onBuild?: () => void;
  /** Told of each model or view that is not part of the page. */
  readonly onLeftOut?: (left: LeftOut) => void;
}

/**
 * The folder of the page; undefined where this installation has none and needs none.
 *
 * @throws FailedError when the config, or the page's own sources, cannot be bundled.
 */
export async function projectPage({ config, onBuild, onLeftOut }: ProjectPageOptions): Promise<string | undefined> {
  const root = dirname(createRequire(import.meta.url).resolve("kilnjs/package.json"));
  const bare = join(root, "dist", "bare-page");
  const shipped = existsSync(join(root, "dist", "page", "index.html")) ? join(root, "dist", "page") : bare;
  const has = existsSync(join(shipped, "index.html"));
  const own = join(root, CONFIG_FILE);
  if (config === null || isSame(config, own)) return has ? shipped : undefined;
  const folder = join(dirname(config), ".kiln");
  const page = join(folder, "page");
  const stamp = join(folder, "page.json");
  const key = hashOf([config, ...(has ? [join(shipped, "index.html")] : []), join(root, "package.json")]);
  if (existsSync(join(page, "index.html")) && isCurrent(stamp, key)) return page;
  if (has && existsSync(own) && (await listsTheSame(config, own))) return shipped;
  onBuild?.();
  const fresh = `${page}.${process.pid}`;
  try {
    const { inputs, leftOut } = await bundlePage({
      root,
      config,
      out: fresh,
      ...(has ? { runtimeFrom: shipped } : {}),
    });
    rmSync(stamp, { force: true });
    rmSync(page, { recursive: true, force: true });
    renameSync(fresh, page);
    for (const left of leftOut) onLeftOut?.(left);
    // What was left out may be mended in a file that nobody knows of yet: then the page is made anew each time.
    if (leftOut.length === 0) writeFileSync(stamp, JSON.stringify({ key, inputs: hashes(inputs) } satisfies Stamp));
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return page;
}

/** What a page was made from. */
interface Stamp {
  readonly key: string;
  /** SHA-256 by path. */
  readonly inputs: Readonly<Record<string, string>>;
}

function isCurrent(stamp: string, key: string): boolean {
  if (!existsSync(stamp)) return false;
  let made: Partial<Stamp>;
  try {
    made = JSON.parse(readFileSync(stamp, "utf8")) as Partial<Stamp>;
  } catch (error) {
    // Cut off: the page is made again.
    if (error instanceof SyntaxError) return false;
    throw error;
  }
  return (
    made.key === key &&
    Object.entries(made.inputs ?? {}).every(([path, hash]) => existsSync(path) && hashOf([path]) === hash)
  );
}

function hashes(paths: readonly string[]): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path, hashOf([path])]));
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(readFileSync(path));
  return hash.digest("hex");
}

/** True for a project that works with this installation's own models. */
async function listsTheSame(config: string, own: string): Promise<boolean> {
  const [theirs, ours] = await Promise.all([listedDefinitions(config), listedDefinitions(own)]);
  const names = Object.keys(theirs);
  return names.length === Object.keys(ours).length && names.every((name) => theirs[name] === ours[name]);
}

function isSame(one: string, other: string): boolean {
  return existsSync(other) && realpathSync(one) === realpathSync(other);
}
