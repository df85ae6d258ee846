/** `npm run bench -- serve`: answers over HTTP, Kiln and its peers side by side in one run. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { FailedError, NotFoundError } from "../../../core/errors.js";
import type { Manifest } from "../../../core/manifest.js";
import type { Reporter } from "../../../core/reporter.js";
import { scanRepository } from "../../../store/scan.js";
import { type Machine, thisMachine } from "../report/machine.js";
import { type BareRun, bareRuns } from "./bare.js";
import { closedLoop, type Loop, wrkScript } from "./closed-loop.js";
import { type Contender, contenders, type Question } from "./contenders.js";
import { peersFolder } from "./environment.js";
import { type Flood, openLoop } from "./open-loop.js";
import { type Usage, usageOf } from "./process-tree.js";
import { serveMarkdown } from "./report.js";

/** What to measure. */
export interface ServeBenchOptions {
  readonly repository: string;
  readonly contenders: readonly string[];
  readonly clients: readonly number[];
  /** Seconds of a turn. */
  readonly seconds: number;
  /** Turns of each contender; who begins changes. */
  readonly rounds: number;
  /** How many times its own capacity each is offered in the open loop; none: no open loop. */
  readonly times: readonly number[];
  readonly out: string;
}

/** One turn of one contender at a number of clients. */
export interface Turn extends Loop {
  readonly contender: string;
  readonly clients: number;
  /** Processor time a request, of all its processes, in µs. */
  readonly processor: number;
  /** Of all its processes, in bytes. */
  readonly memory: number;
}

export interface FloodTurn extends Flood {
  readonly contender: string;
  readonly times: number;
  readonly memory: number;
}

export interface ServeResult {
  readonly formatVersion: 1;
  readonly created: string;
  readonly machine: Machine;
  readonly turns: readonly Turn[];
  readonly floods: readonly FloodTurn[];
  /** The graph alone in onnxruntime, by batch size. */
  readonly bare: readonly BareRun[];
}

interface Running {
  readonly contender: Contender;
  readonly child: ChildProcess;
  readonly port: number;
  readonly body: string;
  readonly script: string;
}

const START_LIMIT = 120_000;

/** Runs the bench; the result is written as JSON and Markdown. */
export async function benchServe(
  options: ServeBenchOptions,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<ServeResult> {
  const { bundles } = await scanRepository(options.repository);
  const bundle = bundles.findLast(({ model }) => model === "trend");
  const graph = bundle?.graphs.trend;
  if (graph === undefined) {
    throw new NotFoundError("there is no published trend", {
      where: { file: options.repository },
      next: "Run: npm start",
    });
  }
  const scratch = await mkdtemp(join(tmpdir(), "kiln-bench-serve-"));
  const running: Running[] = [];
  const turns: Turn[] = [];
  const floods: FloodTurn[] = [];
  try {
    const bare = await bareRuns(graph, [1, 8, 16, 32, 64]);
    const question = questionOf(graph.manifest);
    for (const contender of contenders.filter(({ name }) => options.contenders.includes(name))) {
      reporter.note(`starting ${contender.title}`);
      const setting = { repository: options.repository, model: join(graph.folder, "model.onnx") };
      running.push(await start(contender, question, { ...setting, scratch, note: reporter.note, signal }));
    }
    for (let round = 0; round < options.rounds; round++) {
      for (const clients of options.clients) {
        for (const one of rotated(running, round)) {
          signal.throwIfAborted();
          const turn = await takeTurn(one, clients, options.seconds, signal);
          reporter.note(`${one.contender.title}, ${clients} clients: ${Math.round(turn.rate)} requests/s`);
          turns.push(turn);
        }
      }
    }
    for (const times of options.times) {
      for (const one of running) {
        const rates = turns.filter((turn) => turn.contender === one.contender.name).map(({ rate }) => rate);
        const rate = Math.max(...rates) * times;
        const flood = await openLoop(one.port, one.contender.path, one.body, {
          rate,
          seconds: options.seconds,
          connections: 512,
          signal,
        });
        const { memory } = usageOf(one.child.pid ?? 0);
        floods.push({ contender: one.contender.name, times, memory, ...flood });
        reporter.note(`${one.contender.title}, ${times} times its capacity: ${Math.round(flood.good)} answers/s`);
      }
    }
    const created = new Date().toISOString();
    const result: ServeResult = { formatVersion: 1, created, machine: thisMachine(), turns, floods, bare };
    await mkdir(options.out, { recursive: true });
    const name = join(options.out, `serve-${created.replaceAll(":", "-").replace(/\..*$/, "")}`);
    await writeFile(`${name}.json`, `${JSON.stringify(result, null, 1)}\n`);
    await writeFile(`${name}.md`, serveMarkdown(result));
    return result;
  } finally {
    for (const { child } of running) await stop(child);
    await rm(scratch, { recursive: true, force: true });
  }
}

async function start(
  contender: Contender,
  question: Question,
  given: {
    readonly repository: string;
    readonly model: string;
    readonly scratch: string;
    note(text: string): void;
    readonly signal: AbortSignal;
  },
): Promise<Running> {
  const scratch = join(given.scratch, contender.name);
  await mkdir(scratch);
  const port = 18_400 + 10 * contenders.indexOf(contender);
  const [command, ...args] = await contender.command({ ...given, scratch, port });
  const log = openSync(join(scratch, "log"), "w");
  const env = { ...process.env, BENCH_MODEL: given.model, PYTHONPATH: peersFolder };
  // A group of its own: some of them start processes that outlive a signal to the first one.
  const child = spawn(command, args, { stdio: ["ignore", log, log], env, detached: true });
  const body = JSON.stringify(contender.body(question));
  const bodyFile = join(scratch, "body.json");
  await writeFile(bodyFile, body);
  const script = join(scratch, "post.lua");
  await writeFile(script, wrkScript(bodyFile));
  const url = `http://127.0.0.1:${port}${contender.path}`;
  for (const end = performance.now() + START_LIMIT; ; ) {
    const response = await fetch(url, { method: "POST", body, headers: { "Content-Type": "application/json" } }).catch(
      () => undefined,
    );
    if (response?.status === 200) break;
    if (performance.now() > end || child.exitCode !== null) {
      await stop(child);
      throw new FailedError(`${contender.title} does not answer: ${response?.status ?? "no connection"}`, {
        where: { file: join(scratch, "log") },
      });
    }
    await delay(200);
  }
  await closedLoop(url, script, { clients: 16, seconds: 1, signal: given.signal });
  return { contender, child, port, body, script };
}

async function takeTurn(one: Running, clients: number, seconds: number, signal: AbortSignal): Promise<Turn> {
  const { pid = 0 } = one.child;
  const before: Usage = usageOf(pid);
  const url = `http://127.0.0.1:${one.port}${one.contender.path}`;
  const loop = await closedLoop(url, one.script, { clients, seconds, signal });
  const after = usageOf(pid);
  const processor = ((after.processor - before.processor) * 1000) / (loop.rate * seconds);
  return { contender: one.contender.name, clients, ...loop, processor, memory: after.memory };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const ended = once(child, "exit");
  process.kill(-child.pid, "SIGTERM");
  const timer = setTimeout(() => process.kill(-(child.pid ?? 0), "SIGKILL"), 10_000);
  await ended;
  clearTimeout(timer);
}

function questionOf({ contract }: Manifest): Question {
  const days = contract.inputs.find(({ name }) => name === "increments")?.dimensions[1]?.size ?? 0;
  const values = Array.from({ length: days }, (_, day) => 18_000 + ((day * 7919) % 5000));
  const end = new Date(Date.UTC(2021, 2, 1));
  const first = new Date(end.getTime() - (days - 1) * 86_400_000);
  return { values, end: end.toISOString().slice(0, 10), startWeekday: (first.getUTCDay() + 6) % 7 };
}

function rotated<Item>(items: readonly Item[], by: number): Item[] {
  const from = by % Math.max(1, items.length);
  return [...items.slice(from), ...items.slice(0, from)];
}
