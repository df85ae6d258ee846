/** One turn of one contender: as many steps as fit into the time of a turn. */
import type { ContenderProcess } from "../contenders/process.js";

/** What a turn measures: the step alone, and training with its data. */
export const turnKinds = ["steps", "train"] as const;

/** One of `turnKinds`. */
export type TurnKind = (typeof turnKinds)[number];

/** A turn's figures. */
export interface Turn {
  readonly msPerStep: number;
  /** Processor time of the contender, milliseconds. */
  readonly cpuMs: number;
}

/** Steps before anything counts: graphs are recorded, memory is found, caches fill. */
const WARM_UP = 3;

/** One turn of `count` steps. */
export async function turnOf(process: ContenderProcess, kind: TurnKind, count: number): Promise<Turn> {
  const { ms, cpuMs } = await process.ask({ do: kind, count });
  return { msPerStep: ms / count, cpuMs };
}

/** Warms up, and gives the number of steps that take about `turnMs`: at least 4, since single steps vary. */
export async function calibrate(process: ContenderProcess, kind: TurnKind, turnMs: number): Promise<number> {
  await turnOf(process, kind, WARM_UP);
  let count = WARM_UP;
  for (let look = 0; look < 2; look++) {
    const { msPerStep } = await turnOf(process, kind, count);
    count = Math.max(4, Math.round((look === 0 ? turnMs / 4 : turnMs) / msPerStep));
  }
  return count;
}
