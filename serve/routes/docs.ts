/**
 * `GET /docs`: Swagger UI over our own OpenAPI document. Its files come from the npm package swagger-ui-dist (a copy in dist/vendor), through this
 * server, so that the page works without the internet and tells nobody that it was opened.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Hono } from "hono";
import { NotFoundError } from "../../core/errors.js";
import type { ServerEnv } from "../state.js";
import { readOnly } from "./allowed-methods.js";

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kiln: API documentation</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="ui"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
`;

const start = `SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#ui",
  deepLinking: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
});
`;

interface Asset {
  readonly type: string;
  readonly content: Uint8Array<ArrayBuffer>;
  readonly etag: string;
}

/** What there is under `/docs/`, and how it comes to be. */
const assets: Readonly<Record<string, () => Promise<Asset>>> = {
  "swagger-ui.css": () => packaged("swagger-ui.css", "text/css; charset=utf-8"),
  "swagger-ui-bundle.js": () => packaged("swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
  "start.js": async () => asset(Buffer.from(start), "text/javascript; charset=utf-8"),
};

/** Mounts the page and its files. */
export function mountDocs(app: Hono<ServerEnv>): void {
  const loaded = new Map<string, Promise<Asset>>();
  readOnly(app, "/docs", (c) => c.html(html, 200, { "Content-Security-Policy": policy }));
  readOnly(app, "/docs/", (c) => c.redirect("/docs", 308));
  readOnly(app, "/docs/:file", async (c) => {
    const name = c.req.param("file") ?? "";
    const make = Object.hasOwn(assets, name) ? assets[name] : undefined;
    if (make === undefined) throw new NotFoundError("the documentation has no such file");
    const pending = loaded.get(name) ?? make();
    loaded.set(name, pending);
    const { type, content, etag } = await pending;
    const headers = { ETag: etag, "Cache-Control": "no-cache" };
    if (c.req.header("If-None-Match") === etag) return c.body(null, 304, headers);
    return c.body(content, 200, { ...headers, "Content-Type": type });
  });
}

async function packaged(name: string, type: string): Promise<Asset> {
  return asset(await readFile(createRequire(import.meta.url).resolve(`#dist/vendor/swagger-ui-dist/${name}`)), type);
}

function asset(content: Buffer, type: string): Asset {
  const etag = `"${createHash("sha256").update(content).digest("base64url").slice(0, 22)}"`;
  return { type, content: new Uint8Array(content), etag };
}
