/** How a probe tells what it found: one line of JSON on standard output, `{ ok, detail, lines }`. */
import { SetupError } from "../failure.mjs";

/**
 * Runs a probe's work.
 * @param {() => Promise<string>} work gives one line on what was proved; throws when something is wrong
 */
export async function report(work) {
  try {
    console.log(JSON.stringify({ ok: true, detail: await work(), lines: [] }));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    console.log(JSON.stringify({ ok: false, detail, lines: error instanceof SetupError ? error.details : [] }));
    process.exitCode = 1;
  }
}
