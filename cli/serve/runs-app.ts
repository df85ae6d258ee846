/** `/runs` of a server: the list of runs, each run's report, which follows it while it goes on, and its pictures. */
import { stat } from "node:fs/promises";
import { type Context, Hono } from "hono";
import Negotiator from "negotiator";
import { NotFoundError } from "../../core/errors.js";
import type { Mount } from "../../serve/mount.js";
import { sendFile } from "../../serve/routes/send-file.js";
import { addressOf, listPage } from "./list-page.js";
import { RunFeeds } from "./run-feed.js";
import { fileBelow, pathBelow } from "./run-path.js";
import { RunsReader } from "./runs-reader.js";

/** A page is written again after ten times as long as it took at the earliest: a tenth of a core at most goes to it. */
const REST = 10;
/** And not more often than this, in ms. */
const LEAST_PAUSE = 2_000;

/**
 * The folders on the way to a run (train/run/run-folders.ts), shortest first: where two could be meant, as in
 * `/runs/parcel/first/events`, it is the events of a run of parcel, not a run "events" of a sweep.
 */
const PLACES = [["run"], ["model", "run"], ["sweeps", "sweep", "run"]] as const;

const types: Readonly<Record<string, string>> = { svg: "image/svg+xml", png: "image/png" };

const nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const listPolicy = `${nothing}; style-src 'unsafe-inline'; img-src data:`;
const picturePolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

/** The application of `/runs`. @param runs the folder of all runs, which may come later. */
export function runsMount(runs: string): Mount {
  const reader = new RunsReader(runs);
  const feeds = new RunFeeds();
  let pause = LEAST_PAUSE;
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.res.headers.set("Cache-Control", "no-store");
  });
  app.get("/", async (c) => {
    const list = await reader.list();
    const accept = c.req.header("Accept");
    const type = new Negotiator({ headers: { accept } }).mediaType(["application/json", "text/html"]);
    const headers = { Vary: "Accept" };
    if (type === "text/html")
      return c.html(listPage(list, runs), 200, { ...headers, "Content-Security-Policy": listPolicy });
    return c.json({ runs: list.map((run) => ({ ...run, page: `/${addressOf(run)}` })) }, 200, headers);
  });
  for (const names of PLACES) {
    const base = names.map((name) => `/:${name}`).join("");
    const pathOf = (c: Context): string[] => names.map((name) => c.req.param(name) ?? "");
    // The page's own addresses are relative to its folder.
    app.get(base, async (c) => {
      const folder = await pathBelow(runs, ...pathOf(c));
      if (!(await stat(folder)).isDirectory())
        throw new NotFoundError("a run shows its report and its pictures, and nothing else");
      return c.redirect(`${encodeURIComponent(pathOf(c).at(-1) ?? "")}/`, 308);
    });
    app.get(`${base}/`, async (c) => {
      const folder = await pathBelow(runs, ...pathOf(c));
      const begun = performance.now();
      const page = await reader.page(folder, names.length);
      pause = Math.max(LEAST_PAUSE, REST * (performance.now() - begun));
      return c.html(page.html, 200, {
        "Content-Security-Policy": `${nothing}; style-src 'unsafe-inline'; script-src 'sha256-${page.scriptHash}'; img-src data:; connect-src 'self'`,
      });
    });
    app.get(`${base}/events`, async (c) => {
      const folder = await pathBelow(runs, ...pathOf(c));
      const headers = { "Content-Type": "text/event-stream", "X-Accel-Buffering": "no" };
      if (c.req.method === "HEAD") return c.body(null, 200, headers);
      return c.body(
        feeds.open(folder, () => pause),
        200,
        headers,
      );
    });
    for (const pictures of ["pictures", "samples"]) {
      app.get(`${base}/${pictures}/:file`, (c) =>
        picture(c, runs, [...pathOf(c), pictures, c.req.param("file") ?? ""]),
      );
    }
  }
  return { path: "/runs", app, draining: () => feeds.end(), closed: () => reader.close() };
}

async function picture(c: Context, runs: string, names: readonly string[]): Promise<Response> {
  const type = types[/\.(svg|png)$/.exec(names.at(-1) ?? "")?.[1] ?? ""];
  if (type === undefined) throw new NotFoundError("a run shows its pictures, and nothing else");
  const file = await fileBelow(runs, ...names);
  return await sendFile(c, file, { "Content-Type": type, "Content-Security-Policy": picturePolicy });
}
