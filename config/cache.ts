/**
 * Where a project's sources are kept in the form that Node runs: a file for each, in the layout of the project. Its first
 * line says what it was made from, so that the next start can tell whether anything has changed.
 */
import { createHash } from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join, relative } from "node:path";
import { z } from "zod";
import { FailedError } from "../core/errors.js";
import { loaderAddress } from "./kiln-entries.js";

/** Raised when compiled files look different. */
const FORMAT = 1;

/** What the first line of a compiled file begins with. */
export const MARK = "//kiln ";

/** Where the compiled files of a project are. */
export interface Place {
  /** The project: the folder of its config. */
  readonly root: string;
  readonly folder: string;
  /** What beside a file's own text decides how it is compiled. */
  readonly stamp: string;
}

const headerSchema = z.object({
  stamp: z.string(),
  source: z.string(),
  sha256: z.string(),
  /** Files that are loaded with this one. */
  imports: z.array(z.string()),
  /** Files that it may load later. */
  lazy: z.array(z.string()),
  /** Files that it would load later, and that are not there: path, and the place that asks for it. */
  missing: z.record(z.string(), z.string()),
  /** Files of packages, and files whose content was put in: path and, of the latter, a hash. */
  packages: z.array(z.string()),
  inlined: z.record(z.string(), z.string()),
});

/** The first line of a compiled file. Paths are absolute. */
export type Header = z.infer<typeof headerSchema>;

const places = new Map<string, Place>();

/**
 * The place of a project: `.kiln/config` in it, or a folder of this user's own where the project cannot be written to.
 *
 * @throws FailedError when somebody else has taken that folder.
 */
export function placeOf(root: string): Place {
  const known = places.get(root);
  if (known !== undefined) return known;
  const place = { root, folder: writable(join(root, ".kiln", "config")) ?? temporary(root), stamp: stampOf(root) };
  places.set(root, place);
  return place;
}

/** The compiled form of a source. Sources outside of the project keep their whole path. */
export function compiledPath({ root, folder }: Place, source: string): string {
  const inside = relative(root, source);
  const outside = inside.startsWith("..") || isAbsolute(inside);
  return `${join(folder, outside ? join("_outside", source.replace(/^([A-Za-z]):/, "$1")) : inside)}.js`;
}

/** What a compiled file was made from, or null when there is none, or it is no such file. */
export function readHeader(compiled: string): Header | null {
  const line = firstLine(compiled);
  if (line === null || !line.startsWith(MARK)) return null;
  try {
    return headerSchema.safeParse(JSON.parse(line.slice(MARK.length))).data ?? null;
  } catch (error) {
    // Cut off: it is made again.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Writes a file so that another process sees all of it or nothing. */
export function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}

/** A hash of content. */
export function hashOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function firstLine(path: string): string | null {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
  try {
    let text = Buffer.alloc(0);
    for (const chunk = Buffer.alloc(4096); ; ) {
      const read = readSync(file, chunk);
      text = Buffer.concat([text, chunk.subarray(0, read)]);
      const end = text.indexOf("\n");
      if (end >= 0 || read === 0) return text.subarray(0, end < 0 ? text.length : end).toString("utf8");
    }
  } finally {
    closeSync(file);
  }
}

/** The folder, ready for use; null where we may not write. */
function writable(folder: string): string | null {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    // Whatever the project's own package.json says: what is compiled are modules.
    const settings = join(folder, "package.json");
    if (!existsSync(settings)) writeWhole(settings, '{ "type": "module" }\n');
    return folder;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST"].includes(code)) return null;
    throw error;
  }
}

/** Code that runs comes from here: a folder that another user made, or may write to, is not taken. */
function temporary(root: string): string {
  const folder = join(tmpdir(), `kiln-config-${process.getuid?.() ?? "user"}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(folder);
  const own = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
  const found = own ? writable(join(folder, hashOf(root).slice(0, 16))) : null;
  if (found !== null) return found;
  throw new FailedError("the compiled config cannot be kept: this folder is not yours alone", {
    where: { file: folder },
    next: `Remove it, or make ${root} writable.`,
  });
}

/** This Kiln, the project's tsconfig.json, and the packages as they were installed. */
function stampOf(root: string): string {
  const tsconfig = join(root, "tsconfig.json");
  const installed = statSync(join(root, "node_modules", ".package-lock.json"), { throwIfNoEntry: false });
  const parts = [
    FORMAT,
    loaderAddress,
    existsSync(tsconfig) ? readFileSync(tsconfig, "utf8") : "",
    installed === undefined ? "" : `${installed.mtimeMs} ${installed.size}`,
  ];
  return hashOf(JSON.stringify(parts)).slice(0, 16);
}
