/** Kiln packed and installed from the tarball into an empty folder, as a stranger has it: made once, shared by all tests of it. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findNpm } from "../../../tools/setup/npm.mjs";
import { root } from "../../fixtures/source-tree.js";

/** Lines of `--json`. */
// biome-ignore lint/suspicious/noExplicitAny: lines of JSON, whose shape each test knows.
export type Event = Record<string, any>;

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The folder of the tarball, the project and the others; removed by `removeAll`. */
export const scratch = realpathSync(mkdtempSync(join(tmpdir(), "kilnjs-")));
export const project = join(scratch, "project");
export const tarball = () => join(scratch, "kilnjs.tgz");

export function removeAll(): void {
  rmSync(scratch, { recursive: true, force: true });
}

/** Runs npm to its end. @throws Error with what it wrote when it fails. */
export function npm(cwd: string, ...args: string[]): string {
  const flags = ["--prefer-offline", "--no-audit", "--no-fund"];
  return execFileSync(process.execPath, [findNpm(), ...args, ...flags], { cwd, encoding: "utf8", stdio: "pipe" });
}

/** Packs this checkout, and installs the tarball into an empty folder, install scripts and all. */
export function packAndInstall(): void {
  const [packed] = JSON.parse(npm(root, "pack", "--pack-destination", scratch, "--json", "--loglevel=error"));
  cpSync(join(scratch, packed.filename), tarball());
  mkdirSync(project);
  // As npm leaves a folder in which something was installed; the script is for npm 11, which asks.
  writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  npm(project, "install", "../kilnjs.tgz");
}

/**
 * TensorFlow and tf2onnx where `kiln setup` puts them, taken from this checkout: to fetch and unpack a gigabyte would take a
 * minute, and the steps that do it are tested by themselves.
 */
export function lendTrainingTo(folder: string): void {
  mkdirSync(join(folder, ".kiln", "node", "node_modules"), { recursive: true });
  symlinkSync(join(root, "node_modules", "@tensorflow"), join(folder, ".kiln", "node", "node_modules", "@tensorflow"));
  symlinkSync(join(root, ".kiln", "python"), join(folder, ".kiln", "python"));
}

/** Where a process writes that it opened a connection to another machine: what it should not. */
export const calls = join(scratch, "calls.txt");

/** Loaded into every process of Kiln before its own code; child processes inherit it. */
const WATCH = `
import { appendFileSync } from "node:fs";
import net from "node:net";
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  const host = typeof first === "object" && first !== null ? first.host : typeof second === "string" ? second : undefined;
  if (host !== undefined && !/^(127[.]|localhost$|::1$)/.test(host)) {
    appendFileSync(${JSON.stringify(join(scratch, "calls.txt"))}, host + " by " + process.argv.slice(2).join(" ") + "\\n");
  }
  return connect.apply(this, args);
};
`;

/** The commands of an installed Kiln in a folder. No Python and no other program is on the path. */
export function start(cwd: string, argv: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, [join(project, "node_modules", "kilnjs", "bin", "kiln.js"), ...argv], {
    cwd,
    env: {
      HOME: process.env.HOME,
      NODE_OPTIONS: `--import ${watcher()}`,
      NO_COLOR: "1",
      PATH: dirname(process.execPath),
      TF_CPP_MIN_LOG_LEVEL: "2",
      ...env,
    },
  });
}

function watcher(): string {
  const file = join(scratch, "watch.mjs");
  writeFileSync(file, WATCH);
  return file;
}

export function kiln(cwd: string, ...argv: string[]): Promise<Ended> {
  return ended(start(cwd, argv));
}

/** What a command that must succeed gives as its result. */
export async function resultOf(cwd: string, ...argv: string[]): Promise<Event> {
  const { code, out, err } = await kiln(cwd, ...argv, "--json");
  const result = eventsOf(out).find(({ event }) => event === "result");
  if (code !== 0 || result === undefined) throw new Error(`kiln ${argv.join(" ")} ended with ${code}: ${err}`);
  return result;
}

/** Starts `kiln serve` and waits until it answers. */
export async function serve(cwd: string): Promise<{ url: string; stop: () => Promise<Ended> }> {
  const child = start(cwd, ["serve", "--port", "0", "--executors", "1", "--no-access-log", "--json"]);
  const over = ended(child);
  const url = await new Promise<string>((resolve, reject) => {
    let out = "";
    child.stdout?.on("data", (text) => {
      out += text;
      const result = eventsOf(out).find(({ event }) => event === "result");
      if (result !== undefined) resolve(result.url);
    });
    void over.then(({ code, err }) => reject(new Error(`kiln serve ended with ${code}: ${err}`)));
  });
  return {
    url,
    stop: () => {
      child.kill("SIGTERM");
      return over;
    },
  };
}

export function ended(child: ChildProcess): Promise<Ended> {
  let [out, err] = ["", ""];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  child.stdin?.end();
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, out, err }));
  });
}

export function eventsOf(out: string): Event[] {
  const whole = out.slice(0, out.lastIndexOf("\n") + 1);
  return whole
    .split("\n")
    .filter((line) => line.startsWith('{"event":'))
    .map((line) => JSON.parse(line) as Event);
}

/** The first example in the doc comment of what a file exports under a name. */
export function exampleOf(file: string, name: string): string {
  const text = readFileSync(join(root, file), "utf8");
  const declared = new RegExp(`^export (?:async )?function ${name}\\b`, "m").exec(text)?.index ?? -1;
  const comment = text.slice(text.lastIndexOf("/**", declared), declared);
  const [, code] = /@example\n \* ```ts\n([\s\S]*?) \* ```/.exec(comment) ?? [];
  if (code === undefined) throw new Error(`${file}: ${name} has no example`);
  return code.replaceAll(/^ \* ?/gm, "");
}
