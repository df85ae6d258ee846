/** `GET /models/…`: which models there are, and their published files, as the page of the browser reads them. */
import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import type { Hono } from "hono";
import { hasCode, NotFoundError } from "../../core/errors.js";
import { repositoryFiles } from "../../core/manifest.js";
import { SITE_FORMAT_VERSION, type Site, type SiteModel } from "../../core/site.js";
import { openBelow } from "../../system/below.js";
import type { ActiveModel } from "../catalog/active-model.js";
import type { ServerEnv, ServerState } from "../state.js";
import { readOnly } from "./allowed-methods.js";
import { accepts, compressed } from "./compressed-file.js";
import { sendFile } from "./send-file.js";

/** What may be read of a version, beside the variants that its manifest names. */
const FILES = [repositoryFiles.manifest, repositoryFiles.golden, repositoryFiles.model, repositoryFiles.card] as const;

/** Mounts the list and the files. */
export function mountSiteFiles(app: Hono<ServerEnv>, state: ServerState): void {
  readOnly(app, "/models/index.json", async (c) => {
    const models = modelsOf([...(state.catalog.current?.models.values() ?? [])]);
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
    const opened = await openPublished(found.folder, file ?? "");
    const type = typeOf(file ?? "");
    const headers = { "Content-Type": type, "Cache-Control": "no-cache", Vary: "Accept-Encoding" };
    if (!accepts(c.req.header("Accept-Encoding"), "br")) return await sendFile(c, opened, headers);
    const body = await compressed(`${found.folder}/${file}`, opened);
    return c.body(body, 200, { ...headers, "Content-Encoding": "br", "Content-Length": String(body.byteLength) });
  });
}

/** What is served goes on being served when its files are removed; the files themselves do not. */
async function openPublished(folder: string, file: string): Promise<FileHandle> {
  try {
    return await openBelow(folder, file);
  } catch (cause) {
    if (!hasCode(cause, "ENOENT", "ENOTDIR", "ENOTBELOW", "ELOOP", "EACCES")) throw cause;
    throw new NotFoundError("this file of the version is not there any more, or cannot be read", {
      next: "Its operations are answered as before; the repository on the server has lost the file.",
      cause,
    });
  }
}

function modelsOf(models: readonly ActiveModel[]): SiteModel[] {
  return models.map(({ name, bundle, manifest, definition }) => ({
    name,
    version: bundle.version,
    processing: manifest.contract.processing,
    title: definition?.title ?? manifest.contract.title,
    summary: definition?.summary ?? manifest.contract.description,
    graphs: Object.values(bundle.graphs).map(({ name: graph, manifestSha256, goldenSha256 }) => ({
      name: graph,
      manifest: manifestSha256,
      golden: goldenSha256,
    })),
  }));
}

function typeOf(file: string): string {
  if (file.endsWith(".json")) return "application/json";
  return file.endsWith(".md") ? "text/plain; charset=utf-8" : "application/octet-stream";
}
