/** Runs the Python of the toolchain, where tf2onnx and the ONNX checker live. */
import { spawn } from "node:child_process";
import { FailedError, InterruptedError } from "../core/errors.js";

/** How long an aborted process may take to clean up before it is killed. */
const GRACE_MS = 2_000;

/** What a Python process wrote, and how it ended: `code` is null when a signal ended it. */
export interface PythonResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs `python` with arguments to its end. A failing process is no exception here, since tf2onnx's exit code says
 * nothing: the caller judges.
 *
 * @throws FailedError when there is no such Python; InterruptedError when the signal aborts (the process is ended first).
 */
export async function runPython(
  python: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly signal?: AbortSignal } = {},
): Promise<PythonResult> {
  throwIfAborted(options.signal);
  return new Promise((resolve, reject) => {
    const child = spawn(python, args, {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      stdio: ["ignore", "pipe", "pipe"],
      // -1: a machine with a GPU converts on its CPU too. No user site: the toolchain's packages and no others.
      env: {
        ...process.env,
        CUDA_VISIBLE_DEVICES: "-1",
        TF_CPP_MIN_LOG_LEVEL: "2",
        PYTHONNOUSERSITE: "1",
        PYTHONUTF8: "1",
        // Images for containers set it; each conversion would then compile TensorFlow's sources again (6 s).
        PYTHONDONTWRITEBYTECODE: "",
      },
    });
    const stdout = collect(child.stdout);
    const stderr = collect(child.stderr);
    let killer: NodeJS.Timeout | undefined;
    const abort = (): void => {
      child.kill("SIGTERM");
      killer = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
    };
    options.signal?.addEventListener("abort", abort, { once: true });
    const settle = (): void => {
      options.signal?.removeEventListener("abort", abort);
      clearTimeout(killer);
    };
    child.once("error", (cause) => {
      settle();
      reject(cannotStart(python, cause));
    });
    child.once("exit", () => {
      if (options.signal?.aborted !== true) return;
      // Not "close", which waits for whatever the process has started and that still holds its pipes.
      settle();
      child.stdout.destroy();
      child.stderr.destroy();
      reject(new InterruptedError("the conversion was interrupted"));
    });
    child.once("close", (code, signal) => {
      settle();
      resolve({ code, signal, stdout: stdout(), stderr: stderr() });
    });
  });
}

/** The last lines of what a process wrote to stderr: the part of a Python traceback that says what went wrong. */
export function lastLines(text: string, count = 8): string {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-count)
    .join("\n");
}

/** @throws InterruptedError when the signal has been aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new InterruptedError("the export was interrupted");
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("utf8");
}

function cannotStart(python: string, cause: Error): FailedError {
  const code = "code" in cause ? cause.code : undefined;
  const reason =
    code === "ENOENT" ? "there is no Python here" : code === "EACCES" ? "this Python may not be run" : cause.message;
  return new FailedError(reason, {
    where: { file: python },
    next: "Export needs the Python environment of the toolchain: kiln setup installs it, kiln doctor checks it.",
    cause,
  });
}
