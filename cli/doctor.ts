/**
 * `kiln doctor`: checks each part of the toolchain by using it. Each check is a probe of tools/setup/ in a process of its own,
 * so that a native library that crashes is a failed check and not a crashed doctor.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { FailedError, InterruptedError } from "../core/errors.js";
import { ownPackage } from "../system/own-package.js";

/** What one check found. */
export interface DoctorCheck {
  /** `machine`, `setup`, `python`, `addon`, `converter`, `onnxruntime-node`, `onnxruntime-web` or `sharp`. */
  readonly name: string;
  readonly title: string;
  readonly ok: boolean;
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
  /** Root of Kiln's own checkout; found by itself when left out. */
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
  /** File in tools/setup/probes/. */
  readonly file: string;
  readonly next: string;
}

const REPAIR = "Run `npm run setup`: it repairs what is missing or half done.";
const REINSTALL = "Run `kiln clean --yes`, then `npm run setup`: it installs everything anew.";

const probes: readonly Probe[] = [
  {
    name: "machine",
    title: "Machine",
    file: "machine.mjs",
    next: "docs/setup.md says what Kiln needs: Node 20.10 or newer, disk space, a supported system.",
  },
  { name: "setup", title: "Setup", file: "steps.mjs", next: REPAIR },
  { name: "python", title: "Python", file: "python.mjs", next: `${REPAIR} If that changes nothing: ${REINSTALL}` },
  { name: "addon", title: "TensorFlow in Node", file: "addon.mjs", next: REINSTALL },
  { name: "converter", title: "Conversion to ONNX", file: "converter.mjs", next: REINSTALL },
  { name: "onnxruntime-node", title: "ONNX in Node", file: "onnxruntime-node.mjs", next: REINSTALL },
  { name: "onnxruntime-web", title: "ONNX in WebAssembly", file: "onnxruntime-web.mjs", next: REINSTALL },
  { name: "sharp", title: "Pictures", file: "sharp.mjs", next: REINSTALL },
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
  const checks: DoctorCheck[] = [];
  for (const probe of probes) {
    options.onStart?.(probe.title);
    const startedAt = performance.now();
    const found = await runProbe(join(root, "tools", "setup", "probes", probe.file), root, options.signal);
    const check: DoctorCheck = {
      name: probe.name,
      title: probe.title,
      ...found,
      next: found.ok ? null : probe.next,
      milliseconds: Math.round(performance.now() - startedAt),
    };
    checks.push(check);
    options.onCheck?.(check);
  }
  return { ok: checks.every(({ ok }) => ok), checks };
}

/** One check for a terminal: "ok    Title: detail", with what to do under a failed one. */
export function describeCheck(check: DoctorCheck): string {
  const head = `${check.ok ? "ok  " : "FAIL"}  ${check.title}: ${check.detail}`;
  const more = [...check.lines, ...(check.next === null ? [] : [`What to do: ${check.next}`])];
  return [head, ...more.map((line) => `      ${line}`)].join("\n");
}

/**
 * Runs the doctor and writes to the standard output: a line for each check, or with `json` a line of JSON for each and
 * one `result` at the end.
 *
 * @returns the exit code: 0 when all is well, else 1.
 */
export async function runDoctor({ json }: { json: boolean }): Promise<number> {
  const write = (line: string) => process.stdout.write(`${line}\n`);
  const report = await doctor({
    onCheck: (check) => write(json ? JSON.stringify({ event: "check", ...check }) : describeCheck(check)),
  });
  const failed = report.checks.filter(({ ok }) => !ok).length;
  if (json) write(JSON.stringify({ event: "result", ok: report.ok, checks: report.checks.length, failed }));
  else write(report.ok ? "Everything works." : `${failed} of ${report.checks.length} checks failed.`);
  return report.ok ? 0 : 1;
}

type Finding = Pick<DoctorCheck, "ok" | "detail" | "lines">;

function runProbe(file: string, root: string, signal: AbortSignal | undefined): Promise<Finding> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file], {
      cwd: root,
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
