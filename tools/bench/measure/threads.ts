/** A short trial of thread counts, so that nobody is measured with a bad one. */
import { availableParallelism } from "node:os";
import { threadCounts } from "../../../train/threads/processor.js";
import type { ContenderProcess } from "../contenders/process.js";
import type { Quiet } from "./quiet.js";
import { median } from "./statistics.js";
import { calibrate, turnOf } from "./turn.js";

/** Turns of each count. */
const TURNS = 5;

/** Tries each count in turn and leaves the contender with the fastest for the step alone. */
export async function chooseThreads(
  process: ContenderProcess,
  { quiet, turnMs }: { quiet: Quiet; turnMs: number },
): Promise<number> {
  const times = new Map<number, number[]>(threadCounts(availableParallelism()).map((count) => [count, []]));
  const steps = await calibrate(process, "steps", turnMs / 2);
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [count, measured] of times) {
      await process.ask({ do: "threads", count });
      await turnOf(process, "steps", 2);
      measured.push((await quiet.measure(() => turnOf(process, "steps", steps))).msPerStep);
    }
  }
  const [best] = [...times].sort(([, a], [, b]) => median(a) - median(b))[0] ?? [1];
  await process.ask({ do: "threads", count: best });
  return best;
}
