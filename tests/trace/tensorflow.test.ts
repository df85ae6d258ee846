import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { loadTensorFlow, TFJS_NODE_VERSION, tensorFlowThreads } from "../../trace/tensorflow.js";

const run = promisify(execFile);

describe("loadTensorFlow", () => {
  it("loads the pinned tfjs-node on its native backend, once", async () => {
    const tf = await loadTensorFlow({ threads: 1 });
    expect((tf.version as Record<string, string>)["tfjs-node"]).toBe(TFJS_NODE_VERSION);
    expect(tf.getBackend()).toBe("tensorflow");
    expect(await loadTensorFlow()).toBe(tf);
    expect(await loadTensorFlow({ threads: 1 })).toBe(tf);
    expect(tensorFlowThreads()).toBe(1);
  });

  it("refuses another number of threads once TensorFlow runs, and says why", async () => {
    await loadTensorFlow({ threads: 1 });
    await expect(loadTensorFlow({ threads: 2 })).rejects.toThrow(/already runs with 1 threads.*2 cannot be had/s);
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses %s threads", async (threads) => {
    await expect(loadTensorFlow({ threads })).rejects.toThrow("whole number of threads");
  });

  it("prints no advertisement, not even when the plain CPU backend is used", async () => {
    const script = `
      const { loadTensorFlow } = await import(process.argv[1]);
      const tf = await loadTensorFlow({ threads: 1 });
      await tf.setBackend("cpu");
      process.stdout.write(String(tf.matMul(tf.ones([2, 3]), tf.ones([3, 1])).dataSync()));`;
    const compiled = createRequire(import.meta.url).resolve("#dist/trace/tensorflow.js");
    const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "--eval", script, compiled], {
      env: { PATH: process.env.PATH },
    });
    expect(stdout).toBe("3,3");
    // TensorFlow's own two lines about oneDNN: kept from terminals and pipes, but not from the socket that execFile gives.
    expect(stderr.split("\n").filter((line) => line !== "" && !/absl|oneDNN/.test(line))).toEqual([]);
  });
});
