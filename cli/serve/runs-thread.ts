/**
 * The program of the thread that reads runs for a server: a page takes hundreds of milliseconds of reading, drawing and
 * compressing pictures, in which the server's own thread answers others.
 */
import { createHash } from "node:crypto";
import { basename, relative, sep } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { KilnError, messageOf, NotFoundError } from "../../core/errors.js";
import { reportPage } from "../../train/report/page/page.js";
import { readRun } from "../../train/report/read/run-directory.js";
import { reportScript } from "../../train/report/script.js";
import { listDamaged, listRuns } from "../../train/run/find.js";
import { withLiveness } from "../run-list/alive.js";
import type { Answer, Asked, ListedRun, RunPage } from "./messages.js";

const { runs } = workerData as { readonly runs: string };
let script: string | undefined;

async function list(): Promise<ListedRun[]> {
  const placed = (run: string) => ({ name: basename(run), path: relative(runs, run).split(sep) });
  const whole = (await listRuns(runs)).map(({ run, sweep: _, ...info }): ListedRun => {
    return { ...info, ...placed(run), note: null };
  });
  const damaged = (await listDamaged(runs)).map(({ run, model, reason }): ListedRun => {
    const nothing = { preset: null, seed: null, step: null, totalSteps: null, epoch: null, updated: null };
    return { ...nothing, model, ...placed(run), status: "damaged", metrics: {}, note: reason };
  });
  return [...whole, ...damaged];
}

async function page(run: string, depth: number): Promise<RunPage> {
  script ??= reportScript();
  const html = await reportPage([withLiveness(readRun(run))], script, {
    above: `<p><a href="${"../".repeat(depth + 1)}runs">All runs</a></p>`,
  });
  // The hash is of what stands between the tags.
  const inPage = html.slice(html.lastIndexOf('<script type="module">') + 22, html.lastIndexOf("</script>"));
  return { html, scriptHash: createHash("sha256").update(inPage).digest("base64") };
}

async function answer(asked: Asked): Promise<Answer> {
  const { id } = asked;
  try {
    return asked.kind === "list" ? { id, list: await list() } : { id, page: await page(asked.run, asked.depth) };
  } catch (error) {
    const missing = error instanceof NotFoundError;
    if (error instanceof KilnError) return { id, error: error.reason.replaceAll(runs, "runs"), missing };
    return { id, error: messageOf(error), missing };
  }
}

parentPort?.on("message", async (asked: Asked) => parentPort?.postMessage(await answer(asked)));
