/** `kiln setup`: brings the toolchain into its right state, from compiled Kiln. `npm run setup` does it without. */
import { runSetupScript } from "./setup-script.js";

/**
 * Runs setup. Its progress goes to the standard error; with `json`, a last line on the standard output says how it
 * ended.
 *
 * @returns the exit code: 0 done, 1 failed, 130 stopped.
 */
export async function runSetup({ json = false }: { json?: boolean } = {}): Promise<number> {
  const code = await runSetupScript("setup.mjs");
  if (json) process.stdout.write(`${JSON.stringify({ event: "result", ok: code === 0, exit: code })}\n`);
  return code;
}
