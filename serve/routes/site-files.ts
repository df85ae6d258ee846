/** `GET /models/…`: which models there are, and their published files, as the page of the browser reads them. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Hono } from "hono";
import { NotFoundError } from "../../core/errors.js";
import { repositoryFiles } from "../../core/manifest.js";
import { SITE_FORMAT_VERSION, type Site, type SiteModel } from "../../core/site.js";
import { sha256 } from "../../store/checksum.js";
import type { ActiveModel } from "../catalog/active-model.js";
import type { ServerEnv, ServerState } from "../state.js";
import { readOnly } from "./allowed-methods.js";
import { accepts, compressed } from "./compressed-file.js";

/** What may be read of a version, beside the variants that its manifest names. */
const FILES = [repositoryFiles.manifest, repositoryFiles.golden, repositoryFiles.model, repositoryFiles.card] as const;

/** Mounts the list and the files. */
export function mountSiteFiles(app: Hono<ServerEnv>, state: ServerState): void {
  readOnly(app, "/models/index.json", async (c) => {
    const models = await modelsOf([...(state.catalog.current?.models.values() ?? [])]);
    const hasRuns = state.options.mounts.some(({ path }) => path === "/runs");
    const api = { root: "", docs: "docs", ...(hasRuns ? { runs: "runs" } : {}) };
    const site: Site = { formatVersion: SITE_FORMAT_VERSION, models, api };
    const text = JSON.stringify(site);
    const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
    const headers = { ETag: etag, "Cache-Control": "no-cache" };
    if (c.req.header("If-None-Match") === etag) return c.body(null, 304, headers);
    return c.body(text, 200, { ...headers, "Content-Type": "application/json" });
  });
  readOnly(app, "/models/:graph/:version/:file", async (c) => {
    const { graph, version, file } = c.req.param();
    const found = [...(state.catalog.current?.models.values() ?? [])]
      .flatMap(({ bundle }) => Object.values(bundle.graphs))
      .find((one) => one.name === graph && String(one.manifest.version) === version);
    const allowed: string[] = [...FILES, ...(found?.manifest.variants.map((variant) => variant.file) ?? [])];
    if (found === undefined || !allowed.includes(file ?? "")) {
      throw new NotFoundError("no such file of a model that is served", { next: "See models/index.json." });
    }
    const path = join(found.folder, file ?? "");
    const type = typeOf(file ?? "");
    const headers = { "Content-Type": type, "Cache-Control": "no-cache", Vary: "Accept-Encoding" };
    if (accepts(c.req.header("Accept-Encoding"), "br")) {
      const body = await compressed(path);
      return c.body(body, 200, { ...headers, "Content-Encoding": "br", "Content-Length": String(body.byteLength) });
    }
    const { size } = await stat(path);
    const whole = { ...headers, "Content-Length": String(size) };
    if (c.req.method === "HEAD") return c.body(null, 200, whole);
    return c.body(Readable.toWeb(createReadStream(path)) as ReadableStream, 200, whole);
  });
}

async function modelsOf(models: readonly ActiveModel[]): Promise<SiteModel[]> {
  return Promise.all(
    models.map(async ({ name, bundle, manifest, definition }) => ({
      name,
      version: bundle.version,
      processing: manifest.contract.processing,
      title: definition?.title ?? manifest.contract.title,
      summary: definition?.summary ?? manifest.contract.description,
      graphs: await Promise.all(
        Object.values(bundle.graphs).map(async ({ name: graph, folder, goldenSha256 }) => ({
          name: graph,
          manifest: sha256(await readFile(join(folder, repositoryFiles.manifest))),
          golden: goldenSha256,
        })),
      ),
    })),
  );
}

function typeOf(file: string): string {
  if (file.endsWith(".json")) return "application/json";
  return file.endsWith(".md") ? "text/plain; charset=utf-8" : "application/octet-stream";
}
