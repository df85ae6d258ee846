/** `kiln serve`: published models over HTTP. */
import type { Command } from "commander";
import { type CommandLine, does, examples, subcommand } from "./define.js";
import { DEFAULT_PORT, DEFAULT_REPOSITORY, defined, port, wholeNumber } from "./options.js";
import type { Session } from "./session.js";
import { pairs } from "./table.js";
import { tryLines } from "./try-line.js";

/** Options of `kiln serve`. */
export interface ServeFlags {
  json?: boolean;
  repository: string;
  port: number;
  host: string;
  executors?: number;
  /** Left out: where the standard error is no terminal, and so is kept by somebody. */
  accessLog?: boolean;
}

/** Builds the command. */
export function serveCommand(line: CommandLine): Command {
  return subcommand("serve", "answer over HTTP with the published models")
    .option("--repository <dir>", "the model repository", DEFAULT_REPOSITORY)
    .option("--port <n>", "the port; 0 takes one that is free", port, DEFAULT_PORT)
    .option("--host <address>", "the address to listen on; 0.0.0.0 opens it to the network", "127.0.0.1")
    .option("--executors <n>", "processes that run the models (default: by the machine's cores)", wholeNumber(1, 256))
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
  const [{ createServer, jsonAccessLog, runUntilSignal }, { models }] = await Promise.all([
    import("../serve/server.js"),
    session.registries(),
  ]);
  // From here on the server has the word on signals: it drains.
  session.releaseSignals();
  const { repository, host, port, executors } = flags;
  const { reporter } = session;
  const { stderr } = session.host;
  const accessLog = (flags.accessLog ?? stderr.isTTY !== true) ? jsonAccessLog(stderr) : undefined;
  const server = await createServer({
    repository,
    host,
    port,
    registry: models,
    reporter,
    ...defined({ executors, accessLog }),
  });
  const lines: (readonly [string, string])[] = [
    ["Address", `${server.url}  (the API: ${server.url}/docs)`],
    ...(await tryLines(models, repository, server)),
    ["Stop", "Ctrl+C"],
  ];
  // Before the address is out: whoever reads it may send a signal at once.
  const stopped = runUntilSignal(server, { reporter });
  session.result(
    { url: server.url, port: server.port, models: server.models.map((one) => ({ ...one })) },
    ["", ...before, pairs(lines, session.colours)].join("\n"),
  );
  return stopped;
}
