/** Runs the compiled command line as a person does: a process of its own, in a folder of its own. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "../fixtures/source-tree.js";

const script = createRequire(import.meta.url).resolve("#dist/cli/kiln.js");

/** How a command ended. */
export interface Ended {
  /** The exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** The lines of `out` that are events of `--json`. */
  readonly events: readonly Event[];
}

/** A line of `--json` output. */
// biome-ignore lint/suspicious/noExplicitAny: events differ, and a test says what it expects of each.
export type Event = { readonly event: string } & Readonly<Record<string, any>>;

/** A command at work. */
export interface Running {
  readonly process: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
  /** The first event for which `is` holds; rejects when the command ends without one. */
  event(is: (event: Event) => boolean): Promise<Event>;
}

/** A config that lists models of this repository, by the paths of their sources. */
export function configOf(...models: readonly string[]): string {
  const lines = models.map(
    (name) => `    ${name}: () => import(${JSON.stringify(join(root, "models", name, "index.js"))}),`,
  );
  return `import { defineConfig } from "kilnjs";\n\nexport default defineConfig({\n  models: {\n${lines.join("\n")}\n  },\n});\n`;
}

/** How a command is started; `detached` gives it a process group of its own, as a shell does. */
export interface Starting {
  readonly detached?: boolean;
}

/** Starts `kiln` in a folder, as a project with the models of this repository unless it is another one. */
export function start(
  cwd: string,
  argv: readonly string[],
  env: NodeJS.ProcessEnv = {},
  starting: Starting = {},
): Running {
  const config = join(cwd, "kiln.config.ts");
  if (!existsSync(config)) writeFileSync(config, configOf("trend", "faces"));
  return startAsIs(cwd, argv, env, starting);
}

/** Starts `kiln` in a folder that may be no project. */
export function startAsIs(
  cwd: string,
  argv: readonly string[],
  env: NodeJS.ProcessEnv = {},
  { detached = false }: Starting = {},
): Running {
  const child = spawn(process.execPath, [script, ...argv], {
    cwd,
    env: { ...process.env, NO_COLOR: "1", ...env },
    detached,
  });
  let [out, err] = ["", ""];
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  const waiting: { is: (event: Event) => boolean; resolve: (event: Event) => void; reject: (e: Error) => void }[] = [];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    const events = eventsOf(out);
    for (const { is, resolve } of waiting) {
      const found = events.find(is);
      if (found !== undefined) resolve(found);
    }
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      for (const { reject } of waiting) reject(new Error(`kiln ${argv.join(" ")} ended with ${code}: ${err}`));
      resolve({ code, out, err, events: eventsOf(out) });
    });
  });
  return {
    process: child,
    ended,
    event: (is) => {
      const found = eventsOf(out).find(is);
      if (found !== undefined) return Promise.resolve(found);
      return new Promise((resolve, reject) => waiting.push({ is, resolve, reject }));
    },
  };
}

/** Runs `kiln` to its end, with text on its standard input. */
export function kiln(cwd: string, argv: readonly string[], input = ""): Promise<Ended> {
  const running = start(cwd, argv);
  running.process.stdin.end(input);
  return running.ended;
}

/** The result of a command that must succeed. */
export async function resultOf(cwd: string, argv: readonly string[]): Promise<Event> {
  const { code, err, events } = await kiln(cwd, [...argv, "--json"]);
  const result = events.find(({ event }) => event === "result");
  if (code !== 0 || result === undefined) throw new Error(`kiln ${argv.join(" ")} ended with ${code}: ${err}`);
  return result;
}

function eventsOf(out: string): Event[] {
  const whole = out.slice(0, out.lastIndexOf("\n") + 1);
  return whole
    .split("\n")
    .filter((line) => line.startsWith('{"event":'))
    .map((line) => JSON.parse(line) as Event);
}
