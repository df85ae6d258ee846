/**
 * A server in a process of its own, as `kiln serve` runs one: for tests that send signals.
 * Usage: node serve-process.mjs <repository> <drain limit in ms>; prints one JSON line when it is ready, exits with the
 * code that `runUntilSignal` gives. The access log goes to stderr.
 */
import { z } from "zod";
import { jsonAccessLog } from "#dist/serve/log/access-log.js";
import { createServer } from "#dist/serve/server.js";
import { runUntilSignal } from "#dist/serve/signals.js";

const [repository, limit] = process.argv.slice(2);

const double = {
  summary: "Double three lengths",
  description: "",
  request: z.object({ rows: z.array(z.array(z.number()).length(3)).min(1) }),
  response: z.object({ sums: z.array(z.number()) }),
  example: { rows: [[1, 2, 3]] },
  async run({ rows }, context) {
    const { sum } = await context.infer("pair", {
      a: { type: "float32", dims: [rows.length, 3], data: Float32Array.from(rows.flat()) },
      index: { type: "int32", dims: [rows.length, 1], data: new Int32Array(rows.length) },
    });
    return { json: { sums: [...sum.data] } };
  },
};

const pair = {
  name: "pair",
  title: "Pair",
  summary: "",
  config: z.never(),
  contract: () => [],
  processings: { "pair@1": { double } },
};

const toStderr = (text) => console.error(text);
const nowhere = () => undefined;
const reporter = { stage: toStderr, progress: nowhere, note: toStderr, warn: toStderr, record: nowhere };

const server = await createServer({
  repository,
  registry: { pair },
  host: "127.0.0.1",
  port: 0,
  reporter,
  executors: 1,
  accessLog: jsonAccessLog(process.stderr),
});
console.log(JSON.stringify({ url: server.url, executors: server.executorPids }));
process.exitCode = await runUntilSignal(server, { reporter, limit: Number(limit) });
