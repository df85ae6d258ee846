import { describe, expect, test } from "vitest";
import { restoreError } from "../../core/carried-error.js";
import { InputError } from "../../core/errors.js";
import { Random } from "../../core/random.js";
import { makeTensor, type Tensors } from "../../core/tensor.js";
import { BatchQueue } from "../../serve/executor/batch-queue.js";
import { Job } from "../../serve/executor/job.js";
import { joins } from "../../serve/executor/joins.js";
import { joinRows, rowsOf, takeRows } from "../../serve/executor/rows.js";
import { runTogether } from "../../serve/executor/run-together.js";
import { decodeFrame, encodeFrame, FrameReader, HEAD_BYTES } from "../../system/frames.js";
import { pairContract } from "../fixtures/contract.js";
import { pairAnswers } from "../fixtures/pair-answers.js";

const verification = { tolerance: 1e-5 } as Parameters<typeof joins>[1]["verification"];

/** Feeds of the pair: rows of three lengths, and an index for each. */
function feedsOf(rows: readonly (readonly [number, number, number])[], index = 1): Tensors {
  return {
    a: makeTensor("float32", [rows.length, 3], Float32Array.from(rows.flat())),
    index: makeTensor("int32", [rows.length, 1], new Int32Array(rows.length).fill(index)),
  };
}

function rowsFilledWith(value: number, count = 1): Tensors {
  return feedsOf(Array.from({ length: count }, () => [value, value, value] as const));
}

/** Doubles, counts its runs, and refuses a batch in which there is a negative number. */
function doubler() {
  const runner = {
    runs: 0,
    async run(feeds: Tensors): Promise<Tensors> {
      runner.runs += 1;
      if (feeds.a?.data.some((value) => value < 0)) throw new InputError("is negative", { where: { field: "a" } });
      return pairAnswers(feeds);
    },
  };
  return runner;
}

describe("the queue of batches", () => {
  const any = () => 64;

  function filled(...jobs: Job[]): BatchQueue {
    const queue = new BatchQueue(100);
    for (const job of jobs) queue.push(job);
    return queue;
  }

  test("gives the oldest job and those that fit to it, in their order, up to the limit", () => {
    const jobs = Array.from({ length: 5 }, (_, i) => new Job("pair@1", rowsFilledWith(i, 2)));
    const queue = filled(...jobs);
    expect(queue.peek(() => 4)).toEqual({ key: "pair@1", rows: 10 });
    expect(queue.take(() => 4)).toEqual(jobs.slice(0, 2));
    expect(queue.take(() => 5)).toEqual(jobs.slice(2, 4));
    expect(queue.length).toBe(1);
    expect(queue.take(any)).toEqual(jobs.slice(4));
    expect(queue.take(any)).toEqual([]);
  });

  test("takes a job that is larger than the limit, alone", () => {
    const [large, small] = [new Job("pair@1", rowsFilledWith(1, 9)), new Job("pair@1", rowsFilledWith(2))];
    const queue = filled(large, small);
    expect(queue.take(() => 4)).toEqual([large]);
    expect(queue.take(() => 4)).toEqual([small]);
  });

  test("never mixes graphs or shapes; the one that has waited longest is next", () => {
    const wide = { a: makeTensor("float32", [1, 4], new Float32Array(4)) };
    const narrow = { a: makeTensor("float32", [1, 3], new Float32Array(3)) };
    const whole = { a: makeTensor("int32", [1, 3], new Int32Array(3)) };
    const given = [wide, narrow, whole, wide, narrow].map((feeds) => new Job("one@1", feeds));
    const other = new Job("other@1", narrow);
    const queue = filled(...given, other);
    const [first, second, third, fourth, fifth] = given;
    expect(queue.take(any)).toEqual([first, fourth]);
    expect(queue.take(any)).toEqual([second, fifth]);
    expect(queue.take(any)).toEqual([third]);
    expect(queue.take(any)).toEqual([other]);
  });

  test("leaves out what was given up, at once, and whatever an executor has not loaded", () => {
    const stop = new AbortController();
    const given = [0, 1, 2].map((i) => new Job("pair@1", rowsFilledWith(i), i === 1 ? stop.signal : undefined));
    const unknown = new Job("unknown@1", rowsFilledWith(3));
    const queue = filled(unknown, ...given);
    given[1]?.answer.catch(() => undefined);
    stop.abort(new Error("gone"));
    expect(queue.length).toBe(3);
    expect(queue.take((key) => (key === "pair@1" ? 64 : 0))).toEqual([given[0], given[2]]);
    expect(queue.take((key) => (key === "pair@1" ? 64 : 0))).toEqual([]);
    expect(queue.takeAll()).toEqual([unknown]);
    expect(queue.length).toBe(0);
  });

  test("gives a job alone that was lost before, first of all", () => {
    const [before, lost, after] = [0, 1, 2].map((i) => new Job("pair@1", rowsFilledWith(i)));
    if (before === undefined || lost === undefined || after === undefined) throw new Error("three jobs");
    const queue = filled(before, after);
    lost.alone = true;
    queue.putBack(lost);
    expect(queue.peek(any)).toEqual({ key: "pair@1", rows: 1 });
    expect(queue.take(any)).toEqual([lost]);
    expect(queue.take(any)).toEqual([before, after]);
  });
});

describe("rows of several callers", () => {
  test("are joined and taken apart again, into memory of their own", () => {
    const all = [rowsFilledWith(1, 2), rowsFilledWith(2), rowsFilledWith(3, 3)];
    const joined = joinRows(all);
    expect(rowsOf(joined)).toBe(6);
    expect([0, 2, 3].map((from, i) => takeRows(joined, from, from + rowsOf(all[i] ?? {})))).toEqual(all);
    expect(takeRows(joined, 2, 3).a?.data.buffer.byteLength).toBe(12);
  });

  test("are answered in one run when nothing is wrong with them", async () => {
    const runner = doubler();
    const all = [rowsFilledWith(1, 2), rowsFilledWith(2), rowsFilledWith(3, 3)];
    const answer = await runTogether(runner, { key: "pair@1", rows: [2, 1, 3], feeds: joinRows(all) });
    expect(runner.runs).toBe(1);
    expect(answer).toMatchObject({ faults: [], parts: [{ from: 0, to: 3 }] });
  });

  test.each([0, 17, 31])(
    "one that is bad fails alone, wherever it is (%i of 32), and is found with few runs",
    async (bad) => {
      const runner = doubler();
      const values = Array.from({ length: 32 }, (_, i) => (i === bad ? -1 : i + 1));
      const feeds = joinRows(values.map((value) => rowsFilledWith(value)));
      const { parts, faults } = await runTogether(runner, { key: "pair@1", rows: values.map(() => 1), feeds });
      expect(faults.map(([caller]) => caller)).toEqual([bad]);
      expect(faults.map(([, error]) => restoreError(error))).toEqual([expect.any(InputError)]);
      const answered = parts.flatMap(({ from, to, outputs }) =>
        Array.from({ length: to - from }, (_, i) => [from + i, outputs.sum?.data[3 * i]]),
      );
      expect(answered).toEqual(values.flatMap((value, i) => (i === bad ? [] : [[i, 2 * value]])));
      expect(runner.runs).toBeLessThan(13);
    },
  );

  test("an answer without a row for each is nobody's but one caller's", async () => {
    const sum = async (feeds: Tensors) => ({ sum: makeTensor("float32", [1, 1], Float32Array.of(rowsOf(feeds))) });
    const { parts } = await runTogether({ run: sum }, { key: "k", rows: [1, 2], feeds: rowsFilledWith(1, 3) });
    expect(parts.map(({ outputs }) => [...(outputs.sum?.data ?? [])])).toEqual([[1], [2]]);
  });

  test.each([
    ["each row is its own", async (feeds: Tensors) => pairAnswers(feeds), true],
    [
      "the mean over the batch is taken off",
      async (feeds: Tensors) => {
        const { sum, copy } = pairAnswers(feeds);
        if (sum?.type !== "float32" || copy === undefined) throw new Error("the pair answers sum and copy");
        const mean = sum.data.reduce((total, value) => total + value, 0) / sum.data.length;
        return {
          sum: makeTensor(
            "float32",
            sum.dims,
            sum.data.map((value) => value - mean),
          ),
          copy,
        };
      },
      false,
    ],
    ["all rows become one", async (feeds: Tensors) => takeRows(pairAnswers(feeds), 0, 1), false],
  ])("may be joined or not: %s", async (_, run, expected) => {
    expect(await joins({ run }, { contract: pairContract, verification })).toBe(expected);
  });

  test("of a graph with a batch size of its own are not joined", async () => {
    const [first, ...others] = pairContract.inputs;
    if (first === undefined) throw new Error("the pair has inputs");
    const dimensions = first.dimensions.with(0, { name: "batch", size: 4 });
    const contract = { ...pairContract, inputs: [{ ...first, dimensions }, ...others] };
    expect(await joins(doubler(), { contract, verification })).toBe(false);
  });
});

describe("a frame", () => {
  const message = {
    id: 7,
    request: {
      kind: "run",
      key: "Zürich@3",
      rows: [1, 2],
      nothing: null,
      feeds: {
        a: makeTensor(
          "float32",
          [3, 5],
          Float32Array.from({ length: 15 }, (_, i) => i / 3),
        ),
        b: makeTensor("uint8", [3], Uint8Array.of(1, 2, 3)),
        c: makeTensor("int64", [1], Float64Array.of(2 ** 53)),
        d: makeTensor("int32", [0], new Int32Array()),
      },
    },
  };
  const large = { data: new Float32Array(40_000).fill(1.5) };

  test("carries text, numbers and arrays, in whatever chunks it comes", () => {
    const bytes = Buffer.concat([...encodeFrame(message), ...encodeFrame(large), ...encodeFrame(message)]);
    const random = Random.seeded(1, "chunks");
    for (const most of [1, 7, 1_000, bytes.length]) {
      const heard: unknown[] = [];
      const reader = new FrameReader();
      for (let from = 0; from < bytes.length; ) {
        const size = 1 + random.integer(most);
        reader.push(bytes.subarray(from, from + size), (one) => heard.push(one));
        from += size;
      }
      expect(heard).toEqual([message, large, message]);
    }
  });

  test("is as long as its head says, and refuses arrays that it does not know", () => {
    const [head, ...rest] = [Buffer.concat(encodeFrame(message))].flatMap((all) => [
      all.subarray(0, HEAD_BYTES),
      Uint8Array.from(all.subarray(HEAD_BYTES)),
    ]);
    if (head === undefined || rest[0] === undefined) throw new Error("a frame has a head and a body");
    expect(decodeFrame(head, rest[0])).toEqual(message);
    expect(() => encodeFrame({ a: new BigInt64Array(1) })).toThrow("a frame cannot carry a BigInt64Array");
  });
});
