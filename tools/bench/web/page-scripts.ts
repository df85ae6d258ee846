/** What the bench runs inside a page, bundled from its sources. */
import { join } from "node:path";
import { build } from "esbuild";
import { ownPackage } from "../../../system/own-package.js";

/** A source in `tools/bench/web/page/`. */
export type PageScript = "probe" | "contenders" | "bare-worker";

/** The bundled text; a worker is a module, the others run as they stand. */
export async function pageScript(name: PageScript): Promise<string> {
  const { root } = ownPackage();
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [join("tools", "bench", "web", "page", `${name}.ts`)],
    bundle: true,
    write: false,
    format: name === "bare-worker" ? "esm" : "iife",
    target: "es2022",
    minify: true,
    conditions: ["browser", "import"],
    logLevel: "silent",
    // onnxruntime-web asks for Node's own modules only where it runs in Node.
    external: ["node:*", "module", "fs", "path", "os", "worker_threads"],
  });
  return outputFiles[0]?.text ?? "";
}
