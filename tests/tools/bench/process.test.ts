/** The conversation with a contender, and how one ends. */
import { expect, it } from "vitest";
import { FailedError, InterruptedError } from "../../../core/errors.js";
import { ContenderProcess } from "../../../tools/bench/contenders/process.js";
import { runLines } from "../../../tools/bench/pythae/run-lines.js";

/** A program that says it is ready, then does `body` with each request. */
function program(body: string) {
  const script = `
    const say = (message) => console.log(JSON.stringify(message));
    say({ versions: { toy: "1" }, cpuMs: 5 });
    require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
      const request = JSON.parse(line);
      ${body}
    });`;
  return { file: process.execPath, args: ["-e", script] };
}

it("asks, and gives each answer the processor time that it took", async () => {
  const body = "say({ ms: request.count * 2, loss: 1, cpuMs: 5 + request.count });";
  const contender = await ContenderProcess.start("toy", program(body));
  expect(contender.versions).toEqual({ toy: "1" });
  expect(await contender.ask({ do: "steps", count: 10 })).toEqual({ ms: 20, loss: 1, cpuMs: 10 });
  expect(await contender.ask({ do: "steps", count: 12 })).toEqual({ ms: 24, loss: 1, cpuMs: 2 });
  await contender.close();
  await expect(contender.ask({ do: "peak" })).rejects.toThrow("ended with exit code 0");
});

it("passes on what a contender cannot do", async () => {
  const contender = await ContenderProcess.start("toy", program('say({ error: "no such thing", cpuMs: 5 });'));
  await expect(contender.ask({ do: "check" })).rejects.toThrow('toy cannot do "check": no such thing');
  await contender.close();
});

it("says with its last words why a contender died", async () => {
  const contender = await ContenderProcess.start("toy", program('console.error("out of luck"); process.exit(3);'));
  await expect(contender.ask({ do: "peak" })).rejects.toThrow(/toy ended with exit code 3\nout of luck/);
});

it("refuses an answer of another shape", async () => {
  const contender = await ContenderProcess.start("toy", program("say({ milliseconds: 3, cpuMs: 5 });"));
  await expect(contender.ask({ do: "steps", count: 1 })).rejects.toThrow("ms");
  await contender.close();
});

it("says that a program is not there", async () => {
  const start = ContenderProcess.start("toy", { file: "/nowhere/at/all", args: [] });
  await expect(start).rejects.toThrow(/the contender toy cannot be started: .*ENOENT/);
});

it("runs a program that tells what it does, and stops it", async () => {
  const lines: unknown[] = [];
  const script = 'console.log("noise"); console.log(JSON.stringify({ epoch: 1 }));';
  const command = { file: process.execPath, args: ["-e", script] };
  await runLines("toy", command, new AbortController().signal, (line) => lines.push(line));
  expect(lines).toEqual([{ epoch: 1 }]);

  const failing = { file: process.execPath, args: ["-e", 'console.error("bad luck"); process.exit(2);'] };
  const failed = runLines("toy", failing, new AbortController().signal, () => undefined);
  await expect(failed).rejects.toThrow(FailedError);
  await expect(failed).rejects.toThrow("bad luck");

  const controller = new AbortController();
  const endless = { file: process.execPath, args: ["-e", 'console.log("{}"); setInterval(() => {}, 1000);'] };
  const stopped = runLines("toy", endless, controller.signal, () => controller.abort());
  await expect(stopped).rejects.toThrow(InterruptedError);
});
