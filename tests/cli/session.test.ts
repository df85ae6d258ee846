import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { type CommandLine, does, subcommand, type Work } from "../../cli/define.js";
import { InterruptedError } from "../../core/errors.js";
import { FakeHost } from "../fixtures/host.js";
import { projectWith } from "../fixtures/models.js";

/** Runs `kiln work …` with `work` behind it. */
async function runWork(work: Work<{ json?: boolean }>, argv: string[] = [], host = new FakeHost()) {
  const line: CommandLine = { host, project: async () => projectWith(), exitCode: 0 };
  const program = new Command("kiln").addCommand(subcommand("work", "work").action(does(line, work)));
  await program.parseAsync(["work", ...argv], { from: "user" });
  return { code: line.exitCode, host };
}

describe("a command", () => {
  it("ends with 0, or with the code that its work gives", async () => {
    expect((await runWork(async () => undefined)).code).toBe(0);
    expect((await runWork(async () => 7)).code).toBe(7);
  });

  it("writes its result as text, or as an event", async () => {
    const work: Work<object> = async (session) => session.result({ answer: 42 }, "the answer is 42");
    expect((await runWork(work)).host.stdout.text).toBe("the answer is 42\n");
    expect((await runWork(work, ["--json"])).host.stdout.text).toBe('{"event":"result","answer":42}\n');
  });

  it("can be stopped once it listens: a note for the person, exit 130", async () => {
    const host = new FakeHost();
    const { code } = await runWork(
      async ({ signal }) => {
        expect(host.interrupt()).toBe(true);
        expect(signal.aborted).toBe(true);
        throw new InterruptedError("stopped at step 3", { next: "kiln train trend --resume runs/x" });
      },
      [],
      host,
    );
    expect(code).toBe(130);
    expect(host.stderr.lines).toEqual([
      "  warning: stopping; press Ctrl+C again to end at once",
      "stopped at step 3",
      "       kiln train trend --resume runs/x",
    ]);
  });

  it("leaves signals alone as long as it does not listen, and after it is over", async () => {
    const host = new FakeHost();
    await runWork(async () => void expect(host.interrupt()).toBe(false), [], host);
    await runWork(async ({ signal }) => void expect(signal.aborted).toBe(false), [], host);
    expect(host.interrupt()).toBe(false);
  });

  it("says nothing of Ctrl+C to a program that reads its output", async () => {
    const host = new FakeHost();
    await runWork(
      async ({ signal }) => {
        expect(signal.aborted).toBe(false);
        host.interrupt("output closed");
        expect(signal.aborted).toBe(true);
      },
      [],
      host,
    );
    expect(host.stderr.text).toBe("");
  });

  it("takes the moving line away before it fails", async () => {
    const host = new FakeHost({ isTTY: true, columns: 80, env: { NO_COLOR: "1" } });
    await runWork(
      async ({ reporter }) => {
        reporter.progress({ label: "training", done: 5, total: 10, unit: "steps" });
        throw new InterruptedError("stopped");
      },
      [],
      host,
    );
    expect(host.stderr.screen).toEqual(["  – training  stopped after 5 steps, 0.0 s", "stopped"]);
  });
});
