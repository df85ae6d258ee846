/** The page of the browser, at `/`, as `web/build` made it. */

import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import type { Context, Hono } from "hono";
import { openBelow, readBelowSync } from "../../system/below.js";
import { ownPackage } from "../../system/own-package.js";
import type { ServerEnv } from "../state.js";
import { readOnly } from "./allowed-methods.js";
import { accepts } from "./compressed-file.js";
import { sendFile } from "./send-file.js";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
};

/** The page loads from here alone; WebAssembly is compiled, and onnxruntime starts its threads from blobs. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval' blob:",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

interface PageFile {
  readonly type: string;
  readonly etag: string;
  readonly folder: string;
  readonly name: string;
  /** Forms that were compressed when the page was built. */
  readonly encodings: readonly ("br" | "gzip")[];
  /** False: it is kept compressed by brotli alone, as the large files of an installed Kiln are. */
  readonly plain: boolean;
}

const decompress = promisify(brotliDecompress);

/** The files of the built page, or none. Only those that were there when the server started are known. */
export class PageFiles {
  readonly #files: ReadonlyMap<string, PageFile>;

  constructor(folder = builtPage()) {
    this.#files = folder === undefined ? new Map<string, PageFile>() : listed(folder);
  }

  /** True when there is a page: without one, `/` is a list of links. */
  get built(): boolean {
    return this.#files.has(INDEX);
  }

  /** Answers with the page itself. */
  index(c: Context<ServerEnv>): Promise<Response> {
    return answer(c, INDEX, this.#files.get(INDEX) as PageFile);
  }

  /** Mounts every file by its name: a path is a name in a list. The page's old address leads to it. */
  mount(app: Hono<ServerEnv>): void {
    for (const [name, file] of this.#files) {
      if (name !== INDEX) readOnly(app, `/${name}`, (c) => answer(c, name, file));
    }
    for (const old of ["/web", "/web/"]) readOnly(app, old, (c) => c.redirect(old === "/web" ? "./" : "../", 308));
  }
}

const INDEX = "index.html";

async function answer(c: Context<ServerEnv>, name: string, file: PageFile): Promise<Response> {
  // A name with a hash in it, or below a version, never has other bytes.
  const forGood = /-[0-9A-Z]{8}\.(js|css)$/.test(name) || name.startsWith("ort-");
  const headers = {
    ETag: file.etag,
    "Cache-Control": forGood ? "public, max-age=31536000, immutable" : "no-cache",
    "Content-Security-Policy": policy,
    Vary: name === INDEX ? "Accept, Accept-Encoding" : "Accept-Encoding",
  };
  if (c.req.header("If-None-Match") === file.etag) return c.body(null, 304, headers);
  const encoding = file.encodings.find((one) => accepts(c.req.header("Accept-Encoding"), one));
  if (encoding === undefined && !file.plain) {
    const bytes = await unpacked(await openBelow(file.folder, `${file.name}.br`));
    return c.body(bytes, 200, { ...headers, "Content-Type": file.type });
  }
  const suffix = encoding === undefined ? "" : encoding === "br" ? ".br" : ".gz";
  return await sendFile(c, await openBelow(file.folder, `${file.name}${suffix}`), {
    ...headers,
    "Content-Type": file.type,
    ...(encoding === undefined ? {} : { "Content-Encoding": encoding }),
  });
}

async function unpacked(file: FileHandle): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await decompress(await file.readFile()));
  } finally {
    await file.close();
  }
}

function listed(folder: string): Map<string, PageFile> {
  const names = filesUnder(folder);
  return new Map(
    [...new Set(names.map((name) => name.replace(/\.(br|gz)$/, "")))].map((name) => {
      const plain = names.includes(name);
      const bytes = readBelowSync(folder, plain ? name : `${name}.br`);
      const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
      const encodings = (["br", "gzip"] as const).filter((one) =>
        names.includes(`${name}.${one === "br" ? "br" : "gz"}`),
      );
      return [name, { type: types[extname(name)] ?? "application/octet-stream", etag, folder, name, encodings, plain }];
    }),
  );
}

function filesUnder(folder: string, inside = ""): string[] {
  return readdirSync(join(folder, inside), { withFileTypes: true }).flatMap((entry) => {
    const path = inside === "" ? entry.name : `${inside}/${entry.name}`;
    return entry.isDirectory() ? filesUnder(folder, path) : [path];
  });
}

/** The page of this installation, from the sources as from dist/: with its models, or, where Kiln was installed, without. */
function builtPage(): string | undefined {
  const dist = join(ownPackage().root, "dist");
  return ["page", "bare-page"].map((name) => join(dist, name)).find((page) => existsSync(join(page, "index.html")));
}
