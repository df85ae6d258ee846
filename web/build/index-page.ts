/** The page's document: the template with the names of what was built. */
import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Metafile } from "esbuild";
import { FailedError } from "../../core/errors.js";
import type { PageModels } from "./page-models.js";
import { workerId } from "./plugins/view-workers.js";

/** @param runtime the folder of onnxruntime's files. */
export function indexPage(root: string, { base, models }: PageModels, metafile: Metafile, runtime: string): string {
  const outputs = Object.entries(metafile.outputs);
  const built = (source: string) => {
    const full = resolve(root, source);
    const found = outputs.find(([, { entryPoint }]) => entryPoint !== undefined && resolve(root, entryPoint) === full);
    if (found === undefined) throw new FailedError(`esbuild made nothing of ${source}`);
    return { script: basename(found[0]), style: found[1].cssBundle };
  };
  const app = built("web/app/main.tsx");
  const views = models.flatMap(({ view }) => view ?? []).sort((a, b) => a.order - b.order);
  const workers = views.flatMap((view) => view.workers.map((source) => [workerId(base, source), built(source).script]));
  // Each view's names, and what the first one draws: otherwise they are asked for only after the page's script has come.
  const soon = [...views.map(({ module }) => module), ...views.slice(0, 1).flatMap(({ component }) => component ?? [])];
  const head = [
    `<meta name="kiln-worker" content="${built("web/inference/worker/main.ts").script}">`,
    `<meta name="kiln-workers" content="${escaped(JSON.stringify(Object.fromEntries(workers)))}">`,
    `<meta name="kiln-ort" content="${runtime}">`,
    ...(app.style === undefined ? [] : [`<link rel="stylesheet" href="${basename(app.style)}">`]),
    `<script type="module" src="${app.script}"></script>`,
    ...soon.map((source) => `<link rel="modulepreload" href="${built(source).script}">`),
  ];
  const template = readFileSync(join(root, "web", "app", "index.html"), "utf8");
  return template.replace("<!-- built -->", () => head.join("\n    "));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
