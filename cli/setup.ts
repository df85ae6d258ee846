/** `kiln setup`: brings the toolchain into its right state, from compiled Kiln. `npm run setup` does it without. */
import { runSetupScript } from "./setup-script.js";

/** For whom, and what. */
export interface SetupOptions {
  /** The project; a checkout of Kiln is its own. */
  readonly folder: string;
  readonly json?: boolean;
  /** False: without tf2onnx, the one part that is written in Python. */
  readonly python?: boolean;
}

/**
 * Runs setup. Its progress goes to the standard error; with `json`, a last line on the standard output says how it
 * ended.
 *
 * @returns the exit code: 0 done, 1 failed, 130 stopped.
 */
export async function runSetup({ folder, json = false, python = true }: SetupOptions): Promise<number> {
  const code = await runSetupScript("setup.mjs", ["--cwd", folder, ...(python ? [] : ["--no-python"])]);
  if (json) process.stdout.write(`${JSON.stringify({ event: "result", ok: code === 0, exit: code })}\n`);
  return code;
}
