/** A real server in a process of its own, over a small model of the tests. */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { FailedError } from "../../core/errors.js";
import { ownPackage } from "../../system/own-package.js";

/** What a server process takes in memory, in bytes. */
export interface Memory {
  /** Of JavaScript and the buffers that it holds, after a collection. */
  readonly used: number;
  /** Of the whole process, as the system counts it. */
  readonly rss: number;
  /** Process ids of those that read pictures. */
  readonly pictures: readonly number[];
}

export interface ServerProcess {
  readonly child: ChildProcess;
  readonly url: string;
  readonly executors: readonly number[];
  /** Lines of the standard error that are no access log. */
  readonly words: readonly string[];
  /** Lines of the access log. */
  readonly entries: () => number;
  memory(): Promise<Memory>;
  /** Sends SIGTERM. @returns the exit code, or the signal that it died of. */
  stop(): Promise<number | string>;
}

/** Settings of `startServer`. */
export interface ServerSettings {
  /** Options of `createServer`. */
  readonly options?: object;
  readonly drainLimit?: number;
  /** Bytes that each request of `double` leaves behind. */
  readonly leak?: number;
}

/** Starts one. @param repository with version 1 of the pair, see tests/serve/support/publish.ts. */
export async function startServer(repository: string, settings: ServerSettings = {}): Promise<ServerProcess> {
  const { options = {}, drainLimit = 20_000, leak = 0 } = settings;
  const script = join(ownPackage().root, "tests", "serve", "support", "serve-process.mjs");
  const child = fork(script, [repository, String(drainLimit), JSON.stringify(options)], {
    execArgv: ["--expose-gc"],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...process.env, KILN_PLANT_LEAK: String(leak) },
  });
  const words: string[] = [];
  let entries = 0;
  if (child.stdout === null || child.stderr === null) throw new FailedError("the server has no output");
  createInterface(child.stderr).on("line", (line) => {
    if (line.startsWith('{"event":"request"')) entries += 1;
    else words.push(line);
  });
  const ended = once(child, "exit").then(([code, signal]) => (code ?? signal) as number | string);
  const line = await Promise.race([
    once(createInterface(child.stdout), "line").then(([first]) => String(first)),
    ended.then((how) => {
      throw new FailedError(`the server ended with ${how}: ${words.join(" ")}`);
    }),
  ]);
  const { url, executors } = JSON.parse(line) as { url: string; executors: number[] };
  return {
    child,
    url,
    executors,
    words,
    entries: () => entries,
    memory: async () => {
      child.send("memory");
      const [memory] = (await once(child, "message")) as [Memory];
      return memory;
    },
    stop: () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

/** `kiln serve` over the models of tests/fixtures: both that come with Kiln, with everything that a server shows. */
export async function startKiln(): Promise<{ readonly url: string; stop(): Promise<number | string> }> {
  const { root } = ownPackage();
  const fixtures = join(root, "tests", "fixtures", "made-by-362de6e");
  const places = ["--repository", join(fixtures, "published"), "--runs", join(fixtures, "runs")];
  const child = spawn(
    process.execPath,
    [join(root, "dist", "cli", "kiln.js"), "serve", "--json", "--port", "0", ...places],
    {
      cwd: root,
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  const ended = once(child, "exit").then(([code, signal]) => (code ?? signal) as number | string);
  for await (const line of createInterface(child.stdout)) {
    const { event, url } = JSON.parse(line) as { event: string; url?: string };
    if (event !== "result" || url === undefined) continue;
    child.stdout.resume();
    return {
      url,
      stop: () => {
        child.kill("SIGTERM");
        return ended;
      },
    };
  }
  throw new FailedError(`kiln serve ended with ${await ended}`);
}
