/**
 * Files and folders below a root, and nothing else: a link may lead about inside of it and never out. The check is made on
 * the open handle, so that exchanging a folder for a link between a look and the opening gains nothing. (A hard link is the
 * file itself, and is not told from one.)
 */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  type Stats,
} from "node:fs";
import { type FileHandle, lstat, open, readlink, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { hasCode } from "../core/errors.js";

/** What lies at a path is not below its root, or is no plain file. Looks like an error of the system: it has a code. */
export class NotBelow extends Error {
  readonly code = "ENOTBELOW";

  constructor(path: string, reason = "it is a link that leads out of its folder") {
    super(`ENOTBELOW: ${reason}, open '${path}'`);
  }
}

/** NONBLOCK: opening a named pipe would wait for its writer. It changes nothing for files. */
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Opens a plain file below a root.
 *
 * @param names of folders and of the file.
 * @throws NotBelow; the system's error when there is no such file or it may not be read.
 */
export async function openBelow(root: string, ...names: readonly string[]): Promise<FileHandle> {
  const base = await realpath(root);
  const path = join(base, ...names);
  const real = await realpath(path);
  if (!isInside(base, real)) throw new NotBelow(path);
  const handle = await open(real, READ);
  try {
    const info = await handle.stat();
    if (!info.isFile()) throw new NotBelow(path, "it is no plain file");
    if (!(await isStillInside(base, real, handle.fd, info))) throw new NotBelow(path);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The bytes of a file below a root; throws as `openBelow`. */
export function readBelowSync(root: string, ...names: readonly string[]): Buffer {
  return withBelow(root, names, READ, (fd, path) => {
    const info = fstatSync(fd);
    // Of a folder the system itself says best what is wrong.
    if (!info.isFile() && !info.isDirectory()) throw new NotBelow(path, "it is no plain file");
    return readFileSync(fd);
  });
}

/** The names in a folder below a root; throws as `openBelow`. */
export function namesBelowSync(root: string, ...names: readonly string[]): string[] {
  return withBelow(root, names, READ | constants.O_DIRECTORY, (fd, path) => {
    const open = `/proc/self/fd/${fd}`;
    return readdirSync(hasProc(fd) ? open : path);
  });
}

/** Opens a file below a root for whoever reads parts of it and closes it; throws as `openBelow`. */
export function openBelowSync(root: string, ...names: readonly string[]): number {
  const { fd } = openChecked(root, names, READ);
  return fd;
}

function withBelow<Value>(
  root: string,
  names: readonly string[],
  flags: number,
  use: (fd: number, path: string) => Value,
): Value {
  const { fd, path } = openChecked(root, names, flags);
  try {
    return use(fd, path);
  } finally {
    closeSync(fd);
  }
}

function openChecked(root: string, names: readonly string[], flags: number): { fd: number; path: string } {
  const base = realpathSync(root);
  const path = join(base, ...names);
  const real = realpathSync(path);
  if (!isInside(base, real)) throw new NotBelow(path);
  const fd = openSync(real, flags);
  const inside = hasProc(fd)
    ? isInside(base, readlinkSync(`/proc/self/fd/${fd}`))
    : isSame(lstatSync(real), fstatSync(fd));
  if (inside) return { fd, path: real };
  closeSync(fd);
  throw new NotBelow(path);
}

async function isStillInside(base: string, real: string, fd: number, info: Stats): Promise<boolean> {
  try {
    return isInside(base, await readlink(`/proc/self/fd/${fd}`));
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
    // No /proc (macOS): what lies at the path that was looked at must be what is open.
    return isSame(await lstat(real), info);
  }
}

function hasProc(fd: number): boolean {
  try {
    readlinkSync(`/proc/self/fd/${fd}`);
    return true;
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
    return false;
  }
}

function isInside(base: string, path: string): boolean {
  return path.startsWith(base.endsWith(sep) ? base : `${base}${sep}`);
}

function isSame(one: Stats, other: Stats): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}
