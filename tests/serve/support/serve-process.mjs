/**
 * A server in a process of its own, as `kiln serve` runs one: for tests that send signals, and for `npm run torture`.
 * Usage: node serve-process.mjs <repository> <drain limit in ms> [<more options of createServer, as JSON>]; prints one JSON
 * line when it is ready, exits with the code that `runUntilSignal` gives. The access log goes to stderr.
 *
 * With an IPC channel and --expose-gc it answers "memory" with what is in use after a collection. KILN_PLANT_LEAK is a
 * number of bytes that each `double` keeps: the check of memory must find them.
 */
import { z } from "zod";
import { jsonAccessLog } from "#dist/serve/log/access-log.js";
import { createServer } from "#dist/serve/server.js";
import { runUntilSignal } from "#dist/serve/signals.js";

const [repository, limit, options = "{}"] = process.argv.slice(2);

const planted = Number(process.env.KILN_PLANT_LEAK ?? 0);
const kept = [];

const double = {
  summary: "Double three lengths",
  description: "",
  request: z.object({ rows: z.array(z.array(z.number()).length(3)).min(1) }),
  response: z.object({ sums: z.array(z.number()) }),
  example: { rows: [[1, 2, 3]] },
  async run({ rows }, context) {
    if (planted > 0) kept.push(new Uint8Array(planted));
    const { sum } = await context.infer("pair", {
      a: { type: "float32", dims: [rows.length, 3], data: Float32Array.from(rows.flat()) },
      index: { type: "int32", dims: [rows.length, 1], data: new Int32Array(rows.length) },
    });
    return { json: { sums: [...sum.data] } };
  },
};

const measure = {
  summary: "Measure pictures",
  description: "Of each the first level of its square of 64.",
  request: z.object({ images: z.array(z.string().meta({ contentMediaType: "image/*" })).min(1) }),
  response: z.object({ first: z.array(z.int()) }),
  example: { images: ["data:image/png;base64,iVBORw0KGgo="] },
  async run({ images }, { pictures }) {
    const first = [];
    for (const [i, image] of images.entries()) {
      const bytes = Buffer.from(image.slice(image.indexOf(",") + 1), "base64");
      const { data } = await pictures.decode(bytes, `/images/${i}`, { fit: "crop", size: 64 });
      first.push(data[0]);
    }
    return { json: { first } };
  },
};

const pair = {
  name: "pair",
  title: "Pair",
  summary: "",
  config: z.never(),
  contract: () => [],
  processings: { "pair@1": { double, measure } },
};

const toStderr = (text) => process.stderr.write(`${text}\n`);
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
  ...JSON.parse(options),
});
process.on("message", () => {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ used: heapUsed + external, rss, pictures: server.picturePids });
});
process.channel?.unref();
// Before the address is out: whoever reads it may send a signal at once.
const stopped = runUntilSignal(server, { reporter, limit: Number(limit) });
console.log(JSON.stringify({ url: server.url, executors: server.executorPids }));
process.exitCode = await stopped;
