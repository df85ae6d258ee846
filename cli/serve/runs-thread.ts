/**
 * The program of the thread that reads runs for a server: a page takes hundreds of milliseconds of reading, drawing and
 * compressing pictures, in which the server's own thread answers others.
 */
import { createHash } from "node:crypto";
import { existsSync, realpathSync } from "node:fs";
import { basename, relative, sep } from "node:path";
import { workerData } from "node:worker_threads";
import { answerCalls } from "../../core/channel/answer.js";
import { FailedError, KilnError, messageOf, NotFoundError } from "../../core/errors.js";
import { parentThreadPort } from "../../system/ports.js";
import { reportPage } from "../../train/report/page/page.js";
import { readRun } from "../../train/report/read/run-directory.js";
import { reportScript } from "../../train/report/script.js";
import { listDamaged, listRuns } from "../../train/run/find.js";
import { withLiveness } from "../run-list/alive.js";
import type { ListedRun, RunPage, RunsCalls } from "./runs-calls.js";

const { runs } = workerData as { readonly runs: string };
let script: string | undefined;

async function list(): Promise<ListedRun[]> {
  const placed = (run: string) => ({ name: basename(run), path: relative(runs, run).split(sep) });
  const own = runsBelow();
  const whole = (await listRuns(runs)).filter(own).map(({ run, sweep: _, ...info }): ListedRun => {
    return { ...info, ...placed(run), note: null };
  });
  const damaged = (await listDamaged(runs)).filter(own).map(({ run, model, reason }): ListedRun => {
    const nothing = { preset: null, seed: null, step: null, totalSteps: null, epoch: null, updated: null };
    return { ...nothing, model, ...placed(run), status: "damaged", metrics: {}, note: reason };
  });
  return [...whole, ...damaged];
}

/** Keeps to runs that lie below the folder: its pages do not follow links out of it, and its list does not either. */
function runsBelow(): (one: { readonly run: string }) => boolean {
  if (!existsSync(runs)) return () => false;
  const root = `${realpathSync(runs)}${sep}`;
  return ({ run }) => realpathSync(run).startsWith(root);
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

/** Runs the work; its error goes to a browser, so that it says nothing of where this server keeps its files. */
async function told<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (cause) {
    const reason = cause instanceof KilnError ? cause.reason.replaceAll(runs, "runs") : messageOf(cause);
    throw cause instanceof NotFoundError ? new NotFoundError(reason, { cause }) : new FailedError(reason, { cause });
  }
}

answerCalls<RunsCalls>(parentThreadPort(), {
  list: () => told(list),
  page: ({ run, depth }) => told(() => page(run, depth)),
});
