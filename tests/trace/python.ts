import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const python = fileURLToPath(new URL("../../.kiln/python/bin/python", import.meta.url));

/** Whether the Python environment with tf2onnx is installed. */
export const hasTf2onnx = existsSync(python);

/** One conversion by tf2onnx's command line. */
export interface Conversion {
  readonly model: string;
  readonly output: string;
  readonly opset: number;
}

/** How it went: `ok` when nothing was logged as an error and the ONNX checker takes the file. */
export interface Converted {
  readonly ok: boolean;
  readonly errors: string[];
}

/** Converts all of them in one Python process. */
export async function convertMany(jobs: readonly Conversion[]): Promise<Converted[]> {
  const script = fileURLToPath(new URL("./convert_many.py", import.meta.url));
  return JSON.parse(await runPython([script], JSON.stringify(jobs))) as Converted[];
}

/** Runs the project's Python and gives its standard output. */
export function runPython(args: readonly string[], input = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, args, {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3", PYTHONDONTWRITEBYTECODE: "" },
    });
    const out: Buffer[] = [];
    const log: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => log.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString("utf8"));
      else reject(new Error(`python exited with ${code}:\n${Buffer.concat(log).toString("utf8").slice(-2000)}`));
    });
    child.stdin.end(input);
  });
}
