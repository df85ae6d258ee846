/** A measurement that others disturbed is repeated, whatever it measured; when patience is over it counts, and is counted. */
import { expect, it } from "vitest";
import { InterruptedError } from "../../../core/errors.js";
import { Quiet, type Watch } from "../../../tools/bench/measure/quiet.js";

/** A machine on which others take these shares, one measurement or look after the other; then nothing. */
function machine(shares: number[], looks: number[] = []): Watch {
  return {
    start: () => () => shares.shift() ?? 0,
    look: async () => looks.shift() ?? 0,
    pause: async () => undefined,
  };
}

const running = new AbortController().signal;

it("repeats until it is quiet, and waits in between", async () => {
  const told: number[] = [];
  const quiet = new Quiet(60, running, (share) => told.push(share), machine([0.5, 0.4, 0.01], [0.3, 0.2, 0, 0]));
  let runs = 0;
  const result = await quiet.measure(async () => {
    runs += 1;
    return { cpuMs: 0, runs };
  });
  expect(result.runs).toBe(3);
  expect(told).toEqual([0.3, 0.2]);
  expect(quiet.record).toEqual({ turns: 1, repeated: 2, disturbed: 0, worstShare: 0 });
});

it("gives up when its patience is over, and says how bad it was", async () => {
  const quiet = new Quiet(0, running, undefined, machine([0.5, 0.9, 0]));
  for (let i = 0; i < 3; i++) await quiet.measure(async () => ({ cpuMs: 0 }));
  expect(quiet.record).toEqual({ turns: 3, repeated: 0, disturbed: 2, worstShare: 0.9 });
});

it("stops when it is told to", async () => {
  const quiet = new Quiet(60, AbortSignal.abort(), undefined, machine([]));
  await expect(quiet.measure(async () => ({ cpuMs: 0 }))).rejects.toThrow(InterruptedError);
});
