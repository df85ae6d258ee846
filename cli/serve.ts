/** `kiln serve`: published models over HTTP. */
import { type Command, Option } from "commander";
import type { WatchWay } from "../serve/catalog/watch.js";
import type { Mount } from "../serve/mount.js";
import { isLoopback } from "../serve/sockets/host-check.js";
import { ignoreInspectorSignal } from "../system/inspector-signal.js";
import { type CommandLine, does, examples, subcommand } from "./define.js";
import { DEFAULT_HOST, DEFAULT_PORT, defined, port, repositoryOption, wholeNumber } from "./options.js";
import { pageFor } from "./page.js";
import type { Session } from "./session.js";
import { pairs } from "./table.js";

/** How long the process may take to end by itself when all requests are answered or cut off, in ms. */
const LAST_PATIENCE = 3_000;

/** Options of `kiln serve`. */
export interface ServeFlags {
  json?: boolean;
  repository?: string;
  port?: number;
  host?: string;
  executors?: number;
  watch?: WatchWay;
  /** The folder of runs; false with --no-runs; left out: `runs`, where the server listens on this machine alone. */
  runs?: string | false;
  /** Left out: where the standard error is no terminal, and so is kept by somebody. */
  accessLog?: boolean;
}

/** Builds the command. */
export function serveCommand(line: CommandLine): Command {
  return subcommand("serve", "answer over HTTP with the published models")
    .option(...repositoryOption)
    .option("--port <n>", `the port; 0 takes one that is free (default: ${DEFAULT_PORT})`, port)
    .option("--host <address>", `the address to listen on; 0.0.0.0 opens it to the network (default: ${DEFAULT_HOST})`)
    .option("--executors <n>", "processes that run the models (default: by the machine's cores)", wholeNumber(1, 256))
    .addOption(
      new Option("--watch [how]", "serve new versions as they are published (SIGHUP does so once)")
        .choices(["off", "poll", "on"])
        .preset("on"),
    )
    .option("--runs <dir>", "training runs to show at /runs (default: runs, unless --host opens it)")
    .option("--no-runs", "show no runs")
    .option("--access-log", "a JSON line on the standard error for each request (default: unless it is a terminal)")
    .option("--no-access-log", "no such lines")
    .addHelpText(
      "after",
      examples(
        ["kiln serve", "on http://127.0.0.1:8080, its API described at /docs"],
        ["kiln serve --port 0", "on any free port"],
        ["kiln serve --repository /srv/models --host 0.0.0.0", "another repository, open to the network"],
      ),
    )
    .action(does<ServeFlags>(line, (session, flags) => serve(session, flags)));
}

/**
 * Serves until a signal comes; gives the exit code.
 *
 * @param before blocks of text to print above the address.
 */
export async function serve(session: Session, flags: ServeFlags, before: readonly string[] = []): Promise<number> {
  const [{ createServer }, { jsonAccessLog }, { runUntilSignal }, models] = await Promise.all([
    import("../serve/server.js"),
    import("../serve/log/access-log.js"),
    import("../serve/signals.js"),
    session.registry(),
  ]);
  // From here on the server has the word on signals: it drains.
  session.releaseSignals();
  session.host.keepOn?.();
  ignoreInspectorSignal();
  const { executors, watch } = flags;
  const settings = (await session.project()).serve;
  const host = flags.host ?? settings.host ?? DEFAULT_HOST;
  const port = flags.port ?? settings.port ?? DEFAULT_PORT;
  const repository = await session.repository(flags.repository);
  const { reporter } = session;
  const { stderr } = session.host;
  const accessLog = (flags.accessLog ?? stderr.isTTY !== true) ? jsonAccessLog(stderr) : undefined;
  const mounts = await runsOf({ runs: flags.runs, host }, await session.runs(undefined));
  const page = await pageFor(session);
  const server = await createServer({
    ...settings,
    mounts,
    repository,
    host,
    port,
    registry: models,
    reporter,
    ...defined({ executors, watch, accessLog, page }),
  });
  const { tryLines } = await import("./try-line.js");
  const lines: (readonly [string, string])[] = [
    ["Address", `${server.url}  (the API: ${server.url}/docs)`],
    ...(await tryLines(models, repository, server)),
    ...(mounts.length === 0 ? [] : [["Runs", `${server.url}/runs`] as const]),
    ["Stop", "Ctrl+C"],
  ];
  // Before the address is out: whoever reads it may send a signal at once.
  const stopped = runUntilSignal(server, { reporter });
  session.result(
    { url: server.url, port: server.port, models: server.models.map((one) => ({ ...one })) },
    ["", ...before, pairs(lines, session.colours)].join("\n"),
  );
  const exitCode = await stopped;
  session.host.endWithin?.(LAST_PATIENCE);
  return exitCode;
}

/**
 * The runs to show. Without `--runs` only on this machine's own address: a run tells paths, settings and figures that
 * nobody meant to publish when they opened the models to a network.
 *
 * @param folder where the project has its runs.
 */
export async function runsOf(
  { runs, host }: { readonly runs: ServeFlags["runs"]; readonly host: string },
  folder: string,
): Promise<Mount[]> {
  if (runs === false || (typeof runs !== "string" && !isLoopback(host))) return [];
  const { runsMount } = await import("./serve/runs-app.js");
  return [runsMount(typeof runs === "string" ? runs : folder)];
}
