import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCommand } from "../../../tools/setup/command.mjs";
import { CommandError, describeFailure, Interrupted, SetupError } from "../../../tools/setup/failure.mjs";
import { processStart } from "../../../tools/setup/processes.mjs";
import { scratchFolder } from "./scratch.js";

const node = (script: string, options: object = {}) =>
  runCommand(process.execPath, ["-e", script], { cwd: process.cwd(), ...options });

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => expect.fail("it should have failed"),
    (error: unknown) => error,
  );
}

describe("a command of setup", () => {
  it("gives its output, and its lines as they come, from both streams", async () => {
    const lines: string[] = [];
    const script = 'process.stdout.write("10 %\\r20 %\\r\\ndone\\n"); process.stderr.write("a remark")';
    const output = await node(script, { onLine: (line: string) => lines.push(line) });
    expect(output).toBe("10 %\r20 %\r\ndone\n");
    expect(lines.filter((line) => line !== "").sort()).toEqual(["10 %", "20 %", "a remark", "done"]);
  });

  it("says how it was called, how it ended, and its first and last lines without colours and noise", async () => {
    const script =
      'for (let i = 0; i < 100; i += 1) console.error("\\x1b[31mline " + i + "\\x1b[0m"); console.error("noise"); process.exit(3)';
    const error = await failureOf(node(script, { isNoise: (line: string) => line === "noise" }));
    if (!(error instanceof CommandError)) throw error;
    expect(error.message).toMatch(/^This command failed \(exit code 3\): node -e 'for /);
    expect(error.tail).toHaveLength(23);
    expect(error.tail.slice(0, 8)).toEqual([
      "line 0",
      "line 1",
      "line 2",
      "line 3",
      "line 4",
      "line 5",
      "...",
      "line 84",
    ]);
    expect(error.tail.at(-1)).toBe("line 99");
    error.next = "do this.";
    expect(describeFailure(error)).toMatch(/\n {4}line 99\nWhat to do: do this\.$/);
  });

  it("names the signal that killed it", async () => {
    const error = await failureOf(node('process.kill(process.pid, "SIGKILL")'));
    expect(String(error)).toContain("(killed by SIGKILL)");
  });

  it("says so when there is no such program", async () => {
    const error = await failureOf(runCommand("no-such-program", ["x"], { cwd: process.cwd() }));
    expect(error).toBeInstanceOf(SetupError);
    expect(describeFailure(error)).toContain(
      "could not be started: no-such-program x\n    spawn no-such-program ENOENT",
    );
  });

  it("when stopped, ends what the command started, too", async () => {
    const mark = join(scratchFolder(), "grandchild");
    const script = `
      const { spawn } = require("node:child_process");
      const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
      require("node:fs").writeFileSync(${JSON.stringify(mark)}, String(child.pid));
      console.log("ready");
      setInterval(() => {}, 1000);`;
    const controller = new AbortController();
    const error = await failureOf(
      node(script, { signal: controller.signal, onLine: () => controller.abort("SIGINT") }),
    );
    expect(error).toBeInstanceOf(Interrupted);
    const grandchild = Number(readFileSync(mark, "utf8"));
    while (processStart(grandchild) !== undefined) await new Promise((go) => setTimeout(go, 20));
  });
});
