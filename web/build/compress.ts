/** Compressed forms beside the files, for servers that send them. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Below this a compressed file saves no packet. */
const LEAST_TO_COMPRESS = 1024;

/** Writes `.br` and `.gz` beside every file of a folder that gains by it and has none yet. */
export function compress(out: string): void {
  const files = filesUnder(out);
  for (const file of files) {
    if (files.includes(`${file}.br`) || ![".js", ".mjs", ".css", ".html", ".wasm", ".svg"].includes(extname(file)))
      continue;
    const bytes = readFileSync(join(out, file));
    if (bytes.byteLength < LEAST_TO_COMPRESS) continue;
    // The highest quality takes a minute for the largest file and saves a hundredth of it.
    const params = { [constants.BROTLI_PARAM_QUALITY]: bytes.byteLength > 1e6 ? 9 : 11 };
    writeFileSync(join(out, `${file}.br`), brotliCompressSync(bytes, { params }));
    writeFileSync(join(out, `${file}.gz`), gzipSync(bytes, { level: 9 }));
  }
}

/** Paths of all files of a folder, relative to it. */
export function filesUnder(folder: string, inside = ""): string[] {
  return readdirSync(join(folder, inside), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = inside === "" ? entry.name : `${inside}/${entry.name}`;
      return entry.isDirectory() ? filesUnder(folder, path) : [path];
    });
}
