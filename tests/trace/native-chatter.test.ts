import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const run = promisify(execFile);
const compiled = createRequire(import.meta.url).resolve("#dist/trace/native-chatter.js");

/** Runs a script that has `withoutNativeChatter` and, for a native library, a write to descriptor 2. */
async function errorOutput(script: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const head = `
    import { writeSync } from "node:fs";
    const native = (text) => writeSync(2, text);
    const { withoutNativeChatter } = await import(${JSON.stringify(compiled)});`;
  return throughPipe(["--input-type=module", "--eval", head + script], env);
}

/** What Node writes to its standard error when that is a pipe of a shell's: `execFile` alone would give it a socket. */
async function throughPipe(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const command = ["-c", 'exec 3>&1; "$@" 2>&1 >&3 | cat', "sh", process.execPath, ...args];
  return (await run("sh", command, { env: { PATH: process.env.PATH, ...env } })).stdout;
}

describe.skipIf(process.platform !== "linux")("withoutNativeChatter (only Linux can open a descriptor again)", () => {
  it("keeps native writes away while it loads, and gives the value and the standard error back", async () => {
    const script = `
      process.stderr.write("before|");
      const value = withoutNativeChatter(() => { native("chatter|"); return 42; });
      process.stderr.write(value + "|");
      native("after");`;
    expect(await errorOutput(script)).toBe("before|42|after");
  });

  it("gives the standard error back when loading fails", async () => {
    const script = `
      try { withoutNativeChatter(() => { native("chatter|"); throw new Error("no such library"); }); }
      catch (error) { process.stderr.write(error.message); }`;
    expect(await errorOutput(script)).toBe("no such library");
  });

  it("lets TensorFlow load and compute without a word", async () => {
    const tensorflow = createRequire(import.meta.url).resolve("#dist/trace/tensorflow.js");
    const script = `
      const { loadTensorFlow } = await import(process.argv[1]);
      const tf = await loadTensorFlow({ threads: 1 });
      process.stderr.write(String(tf.matMul(tf.ones([2, 3]), tf.ones([3, 1])).dataSync()));`;
    expect(await throughPipe(["--input-type=module", "--eval", script, tensorflow])).toBe("3,3");
  });

  it("hides nothing with KILN_DEBUG", async () => {
    expect(await errorOutput('withoutNativeChatter(() => native("chatter"));', { KILN_DEBUG: "1" })).toBe("chatter");
  });
});
