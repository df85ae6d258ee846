/** The contender's side of the conversation, for contenders that run in Node. */

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { messageOf } from "../../../core/errors.js";
import type { Answer, Part, Point, Request } from "./messages.js";

/** What a contender can do. Steps give their mean loss. */
export interface Contender {
  readonly versions: Readonly<Record<string, string>>;
  steps(count: number): Promise<number>;
  train(count: number): Promise<number>;
  check(): Promise<number[]>;
  evaluate(): Promise<number>;
  reset(): Promise<void>;
  profile(count: number): Promise<Part[]>;
}

/** Answers requests until the standard input ends, which is when the parent is gone. */
export async function answerRequests(contender: Contender): Promise<void> {
  say({ versions: contender.versions });
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      say(await answer(contender, JSON.parse(line) as Request));
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      say({ error: messageOf(error) });
    }
  }
}

async function answer(contender: Contender, request: Request): Promise<Answer<Request["do"]>> {
  switch (request.do) {
    case "steps":
      return await timed(() => contender.steps(request.count));
    case "train":
      return await timed(() => contender.train(request.count));
    case "check":
      return { losses: await contender.check() };
    case "evaluate":
      return { loss: await contender.evaluate() };
    case "reset":
      await contender.reset();
      return {};
    case "reach":
      return { curve: await reach(contender, request) };
    case "profile":
      return { parts: await contender.profile(request.count) };
    case "peak":
      return { bytes: peakBytes() };
    case "threads":
      throw new Error("TensorFlow's threads are chosen before it loads");
  }
}

async function timed(run: () => Promise<number>): Promise<{ ms: number; loss: number }> {
  const started = performance.now();
  const loss = await run();
  return { ms: performance.now() - started, loss };
}

async function reach(contender: Contender, { loss, every, limit }: Request & { do: "reach" }): Promise<Point[]> {
  await contender.reset();
  const curve: Point[] = [];
  let ms = 0;
  for (let steps = every; steps <= limit; steps += every) {
    ms += (await timed(() => contender.train(every))).ms;
    const point = { steps, ms, loss: await contender.evaluate() };
    curve.push(point);
    if (point.loss <= loss) break;
  }
  return curve;
}

/** The most memory that this process ever held. */
function peakBytes(): number {
  // getrusage may count the parent's memory, from before this program was started in its place.
  if (process.platform === "linux") {
    const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"));
    if (line !== null) return Number(line[1]) * 1024;
  }
  return process.resourceUsage().maxRSS * 1024;
}

function say(message: object): void {
  const { user, system } = process.cpuUsage();
  process.stdout.write(`${JSON.stringify({ ...message, cpuMs: (user + system) / 1000 })}\n`);
}
