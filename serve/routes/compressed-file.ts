/** Published files as brotli, compressed once: they never change, and a page on a slow line waits for every byte of them. */
import type { FileHandle } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const compress = promisify(brotliCompress);

/** Half of what the best quality takes in time, for the last hundredth of the size. */
const QUALITY = 5;

/** Files that are kept: those of the models that are served, and of the generation before. */
const MOST_KEPT = 48;

const kept = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

/** True when the client takes an encoding (RFC 9110, 12.5.3; a weight of 0 is a refusal). */
export function accepts(header: string | undefined, encoding: "br" | "gzip"): boolean {
  return (header ?? "").split(",").some((part) => {
    const [name = "", weight = ""] = part.split(";").map((word) => word.trim().toLowerCase());
    return name === encoding && !/^q=0(\.0*)?$/.test(weight);
  });
}

/**
 * A file's bytes, compressed off the event loop.
 *
 * @param path of a file that never changes: what its bytes are kept by.
 * @param file the same, open; it is closed.
 */
export async function compressed(path: string, file: FileHandle): Promise<Uint8Array<ArrayBuffer>> {
  const known = kept.get(path);
  if (known !== undefined) {
    await file.close();
    return await known;
  }
  const bytes = readAndCompress(file);
  kept.set(path, bytes);
  // One that failed is tried again the next time.
  bytes.catch(() => kept.delete(path));
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return await bytes;
}

async function readAndCompress(file: FileHandle): Promise<Uint8Array<ArrayBuffer>> {
  let bytes: Buffer;
  try {
    bytes = await file.readFile();
  } finally {
    await file.close();
  }
  const params = { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength };
  return new Uint8Array(await compress(bytes, { params }));
}
