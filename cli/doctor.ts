/**
 * `kiln doctor`: checks each part of the toolchain by using it. Each check is a probe of tools/setup/ in a process of its own,
 * so that a native library that crashes is a failed check and not a crashed doctor.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { FailedError, hasCode, InterruptedError } from "../core/errors.js";
import { ownPackage } from "../system/own-package.js";
import { isInstalled, toolchainRoot } from "../system/toolchain.js";

/** What one check found. */
export interface DoctorCheck {
  /**
   * `machine`, `onnxruntime-node`, `onnxruntime-web`, `sharp`, `setup`, `addon`, `python`, `converter`; where Kiln was
   * installed, also `queue` and `bucket`.
   */
  readonly name: string;
  readonly title: string;
  /** True as well for a part that is optional and not there. */
  readonly ok: boolean;
  /** True: this road is closed, since an optional part is not installed; `next` opens it. */
  readonly closed: boolean;
  /** What was proved, or what went wrong. */
  readonly detail: string;
  /** More of what went wrong: last lines of a failed command. */
  readonly lines: readonly string[];
  /** What to do, where something is wrong. */
  readonly next: string | null;
  readonly milliseconds: number;
}

/** What all checks found. */
export interface DoctorReport {
  readonly ok: boolean;
  readonly checks: readonly DoctorCheck[];
}

/** How the doctor is asked. */
export interface DoctorOptions {
  /** The project, where Kiln was installed; a checkout is its own. */
  readonly folder?: string;
  /** Root of Kiln itself; found by itself when left out. */
  readonly root?: string;
  /** Called before a check starts, for a progress display. */
  readonly onStart?: (title: string) => void;
  /** Called with each check as it ends. */
  readonly onCheck?: (check: DoctorCheck) => void;
  readonly signal?: AbortSignal;
}

interface Probe {
  readonly name: string;
  readonly title: string;
  /** File in tools/setup/probes/; a list of packages is only looked for. */
  readonly file: string | readonly string[];
  readonly next: string;
  /** Of a part that an installed Kiln does without: what shows that it was wanted, and what is said where it was not. */
  readonly optional?: { readonly sign?: readonly string[]; readonly closed: string; readonly opens: string };
}

const REPAIR = isInstalled()
  ? "Run `kiln setup`: it repairs what is missing or half done."
  : "Run `npm run setup`: it repairs what is missing or half done.";
const REINSTALL = isInstalled()
  ? "Run `kiln clean --yes`, then `kiln setup`: it installs everything anew."
  : "Run `kiln clean --yes`, then `npm run setup`: it installs everything anew.";
const NPM = isInstalled() ? "Run `npm install` again." : REINSTALL;

const training = {
  sign: ["stamps", "tfjs-addon.json"],
  closed: "closed: TensorFlow is not installed, and training needs it",
  opens: "kiln setup --no-python (0.4 GB to fetch, 1.2 GB of disk; neither Python nor a compiler)",
};
const conversion = {
  sign: ["python"],
  closed: "closed: tf2onnx is not installed",
  opens: "kiln setup (needs Python 3.10 to 3.13 with venv; 0.5 GB to fetch, 2 GB of disk with TensorFlow)",
};

/** The parts, those that everything needs first. */
const probes: readonly Probe[] = [
  {
    name: "machine",
    title: "Machine",
    file: "machine.mjs",
    next: "docs/setup.md says what Kiln needs: Node 20.10 or newer, disk space, a supported system.",
  },
  { name: "onnxruntime-node", title: "ONNX in Node", file: "onnxruntime-node.mjs", next: NPM },
  { name: "onnxruntime-web", title: "ONNX in WebAssembly", file: "onnxruntime-web.mjs", next: NPM },
  { name: "sharp", title: "Pictures", file: "sharp.mjs", next: NPM },
  { name: "setup", title: "Setup", file: "steps.mjs", next: REPAIR, optional: { ...training, sign: ["stamps"] } },
  { name: "addon", title: "TensorFlow in Node", file: "addon.mjs", next: REINSTALL, optional: training },
  {
    name: "python",
    title: "Python",
    file: "python.mjs",
    next: `${REPAIR} If that changes nothing: ${REINSTALL}`,
    optional: conversion,
  },
  {
    name: "converter",
    title: "tf2onnx, a second opinion",
    file: "converter.mjs",
    next: REINSTALL,
    optional: conversion,
  },
];

/** Parts that npm brings on demand: an installed Kiln says whether they are there. */
const packages: readonly Probe[] = [
  {
    name: "queue",
    title: "Sweeps on many machines",
    file: ["bullmq", "ioredis"],
    next: NPM,
    optional: { closed: "closed: BullMQ is not installed", opens: "npm install bullmq ioredis" },
  },
  {
    name: "bucket",
    title: "Artefacts in a bucket",
    file: ["@aws-sdk/client-s3"],
    next: NPM,
    optional: { closed: "closed: the client of S3 is not installed", opens: "npm install @aws-sdk/client-s3" },
  },
];

/** A conversion takes 5 to 10 s; a machine under load several times that. */
const PROBE_LIMIT_MS = 180_000;

/**
 * Runs all checks, one after the other, and never throws for a check that fails.
 *
 * @throws InterruptedError when the signal fires.
 */
export async function doctor(options: DoctorOptions = {}): Promise<DoctorReport> {
  const root = options.root ?? ownPackage().root;
  const folder = toolchainRoot(options.folder ?? process.cwd());
  const installed = isInstalled();
  const checks: DoctorCheck[] = [];
  for (const probe of installed ? [...probes, ...packages] : probes) {
    options.onStart?.(probe.title);
    const startedAt = performance.now();
    const closed = installed ? whyClosed(probe, folder) : undefined;
    const found: Finding =
      closed !== undefined
        ? { ok: true, detail: closed, lines: [] }
        : typeof probe.file === "string"
          ? await runProbe(join(root, "tools", "setup", "probes", probe.file), folder, options.signal)
          : { ok: true, detail: `${probe.file.join(" and ")} are there`, lines: [] };
    const check: DoctorCheck = {
      name: probe.name,
      title: probe.title,
      ...found,
      closed: closed !== undefined,
      next: closed !== undefined ? (probe.optional?.opens ?? null) : found.ok ? null : probe.next,
      milliseconds: Math.round(performance.now() - startedAt),
    };
    checks.push(check);
    options.onCheck?.(check);
  }
  return { ok: checks.every(({ ok }) => ok), checks };
}

/** Why a part is not checked: it is optional and not installed. */
function whyClosed({ file, optional }: Probe, folder: string): string | undefined {
  if (optional === undefined) return undefined;
  if (typeof file === "string") {
    return existsSync(join(folder, ".kiln", ...(optional.sign ?? []))) ? undefined : optional.closed;
  }
  return file.every(isThere) ? undefined : optional.closed;
}

function isThere(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch (error) {
    if (hasCode(error, "MODULE_NOT_FOUND")) return false;
    throw error;
  }
}

/** One check for a terminal: "ok    Title: detail", with what to do under a failed one, and what opens a closed road. */
export function describeCheck(check: DoctorCheck): string {
  const head = `${check.closed ? "--  " : check.ok ? "ok  " : "FAIL"}  ${check.title}: ${check.detail}`;
  const lead = check.closed ? "To open it" : "What to do";
  const more = [...check.lines, ...(check.next === null ? [] : [`${lead}: ${check.next}`])];
  return [head, ...more.map((line) => `      ${line}`)].join("\n");
}

/**
 * Runs the doctor and writes to the standard output: a line for each check, or with `json` a line of JSON for each and
 * one `result` at the end.
 *
 * @returns the exit code: 0 when all is well, else 1.
 */
export async function runDoctor({ folder, json }: { folder: string; json: boolean }): Promise<number> {
  const write = (line: string) => process.stdout.write(`${line}\n`);
  const report = await doctor({
    folder,
    onCheck: (check) => write(json ? JSON.stringify({ event: "check", ...check }) : describeCheck(check)),
  });
  const failed = report.checks.filter(({ ok }) => !ok).length;
  if (json) write(JSON.stringify({ event: "result", ok: report.ok, checks: report.checks.length, failed }));
  else write(report.ok ? verdict(report.checks) : `${failed} of ${report.checks.length} checks failed.`);
  return report.ok ? 0 : 1;
}

/** What a person can do here, in one line. */
function verdict(checks: readonly DoctorCheck[]): string {
  const closed = new Set(checks.flatMap((check) => (check.closed ? [check.name] : [])));
  if (closed.size === 0) return "Everything works.";
  const roads = [
    "serve, ask and verify models; convert models of others",
    ...(closed.has("addon") ? [] : ["train and export"]),
    ...(closed.has("converter") ? [] : ["exports compared with tf2onnx"]),
    ...(closed.has("queue") ? [] : ["sweeps on many machines"]),
  ];
  return `What is here works. Open: ${roads.join("; ")}.`;
}

type Finding = Pick<DoctorCheck, "ok" | "detail" | "lines">;

function runProbe(file: string, folder: string, signal: AbortSignal | undefined): Promise<Finding> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, "--cwd", folder], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: PROBE_LIMIT_MS,
      killSignal: "SIGKILL",
      ...(signal === undefined ? {} : { signal }),
    });
    let output = "";
    let messages = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      messages = (messages + text).slice(-4000);
    });
    child.on("error", (cause) => {
      if (signal?.aborted === true) reject(new InterruptedError("the checks were stopped", { cause }));
      else reject(new FailedError(`a check could not be started: ${cause.message}`, { cause }));
    });
    child.on("close", (code, killedBy) => {
      const finding = readFinding(output);
      if (finding !== undefined && killedBy === null) resolve(finding);
      else resolve({ ok: false, detail: howItEnded(code, killedBy), lines: lastLines(messages) });
    });
  });
}

/** The probe's line; native libraries may have written others before it. */
function readFinding(output: string): Finding | undefined {
  const line = output.trimEnd().split("\n").at(-1) ?? "";
  if (!line.startsWith('{"ok":')) return undefined;
  const { ok, detail, lines } = JSON.parse(line) as Finding;
  return { ok, detail, lines };
}

function howItEnded(code: number | null, killedBy: NodeJS.Signals | null): string {
  if (killedBy === "SIGKILL") return `it gave no answer within ${PROBE_LIMIT_MS / 1000} s, or was killed for memory`;
  return `the process crashed (${killedBy ?? `exit code ${code}`})`;
}

function lastLines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .slice(-8);
}
