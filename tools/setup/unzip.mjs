/**
 * Reads a zip file (APPNOTE.TXT 6.3.10), as much of it as a Python wheel uses: stored and deflated entries, up to 4 GB. Node
 * has inflate and no archive, and setup depends on nothing that has to be installed.
 */
import { createReadStream, createWriteStream, mkdirSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join, normalize, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { createInflateRaw } from "node:zlib";
import { SetupError } from "./failure.mjs";

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;

/**
 * @typedef {object} ZipEntry
 * @property {string} name
 * @property {number} method 0 stored, 8 deflated
 * @property {number} packed bytes in the file
 * @property {number} size bytes when unpacked
 * @property {number} offset of the local header
 */

/**
 * The entries of a zip file.
 * @param {string} path
 * @returns {Promise<ZipEntry[]>}
 * @throws {SetupError} it is none, or uses what this does not read
 */
export async function zipEntries(path) {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(Math.min(size, 65_557));
    await file.read(tail, 0, tail.length, size - tail.length);
    const at = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
    if (at < 0 || tail.readUInt32LE(at) !== END) throw new SetupError(`${path} is no zip file.`);
    const [count, bytes, start] = [tail.readUInt16LE(at + 10), tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
    if (count === 0xffff || start === 0xffffffff) throw new SetupError(`${path} is a zip64 file, which is not read.`);
    const directory = Buffer.alloc(bytes);
    await file.read(directory, 0, bytes, start);
    /** @type {ZipEntry[]} */
    const entries = [];
    for (let place = 0; entries.length < count; ) {
      if (place + 46 > bytes || directory.readUInt32LE(place) !== ENTRY) throw new SetupError(`${path} is damaged.`);
      const [name, extra, comment] = [28, 30, 32].map((field) => directory.readUInt16LE(place + field));
      entries.push({
        name: directory.toString("utf8", place + 46, place + 46 + (name ?? 0)),
        method: directory.readUInt16LE(place + 10),
        packed: directory.readUInt32LE(place + 20),
        size: directory.readUInt32LE(place + 24),
        offset: directory.readUInt32LE(place + 42),
      });
      place += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
    }
    return entries;
  } finally {
    await file.close();
  }
}

/**
 * Unpacks chosen entries below a folder.
 * @param {string} path
 * @param {string} folder
 * @param {(name: string) => boolean} chosen
 * @param {{ signal?: AbortSignal, report?: (line: string) => void }} [options]
 * @returns {Promise<Record<string, number>>} sizes by name
 * @throws {SetupError} it is damaged, or an entry leads out of the folder
 */
export async function unzip(path, folder, chosen, { signal, report } = {}) {
  /** @type {Record<string, number>} */
  const sizes = {};
  for (const entry of (await zipEntries(path)).filter(({ name }) => !name.endsWith("/") && chosen(name))) {
    const { name, method, packed, size, offset } = entry;
    const inside = normalize(name);
    if (inside.startsWith("..") || inside.startsWith(sep))
      throw new SetupError(`${path} holds "${name}", which leads out of it.`);
    if (method !== 0 && method !== 8)
      throw new SetupError(`${path}: "${name}" is packed by method ${method}, which is not read.`);
    report?.(name);
    const target = join(folder, inside);
    mkdirSync(dirname(target), { recursive: true });
    const start = offset + 30 + (await localLength(path, offset));
    const source = createReadStream(
      path,
      packed === 0 ? { start, end: start - 1 } : { start, end: start + packed - 1 },
    );
    const out = createWriteStream(target);
    const parts = /** @type {[NodeJS.ReadableStream, ...NodeJS.ReadWriteStream[], NodeJS.WritableStream]} */ (
      method === 0 ? [source, out] : [source, createInflateRaw(), out]
    );
    await pipeline(parts, signal === undefined ? {} : { signal });
    if (out.bytesWritten !== size)
      throw new SetupError(`${path}: "${name}" has ${out.bytesWritten} bytes instead of ${size}.`);
    sizes[name] = size;
  }
  return sizes;
}

/**
 * Bytes of the name and the extra field of a local header, which need not be those of the directory.
 * @param {string} path
 * @param {number} offset
 */
async function localLength(path, offset) {
  const file = await open(path);
  try {
    const header = Buffer.alloc(30);
    await file.read(header, 0, 30, offset);
    if (header.readUInt32LE(0) !== LOCAL) throw new SetupError(`${path} is damaged.`);
    return header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await file.close();
  }
}
