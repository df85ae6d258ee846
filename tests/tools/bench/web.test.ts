/** The pure parts of the browser bench: what follows from what a page and a relay have noted. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync } from "node:zlib";
import { expect, it } from "vitest";
import { percentile } from "../../../tools/bench/measure/statistics.js";
import { firstPictureOf, followedOf, gridsOf, type Mark } from "../../../tools/bench/web/marks.js";
import { startRelay, type WireAnswer } from "../../../tools/bench/web/relay.js";
import { webMarkdown } from "../../../tools/bench/web/report.js";
import type { WebResult } from "../../../tools/bench/web/result.js";
import { webVerdictsOn } from "../../../tools/bench/web/targets.js";
import { keptBytesOf, webGpuFilesOf } from "../../../tools/bench/web/transfer.js";

const marks = (...all: readonly [Mark["kind"], number][]): Mark[] => all.map(([kind, at]) => ({ kind, at }));

it("a percentile is a value that was measured", () => {
  const values = Array.from({ length: 20 }, (_, i) => 20 - i);
  expect(percentile(values, 0.95)).toBe(19);
  expect(percentile(values, 1)).toBe(20);
  expect(percentile([3], 0.5)).toBe(3);
  expect(() => percentile([], 0.5)).toThrow(RangeError);
});

it("follows a movement to the frame that shows it", () => {
  const one = marks(["input", 0], ["asked", 1], ["answered", 5], ["face", 6], ["face-frame", 16]);
  expect(followedOf(one)).toEqual([{ drawnMs: 6, frameMs: 16 }]);
});

it("takes no picture for a movement that came after its question", () => {
  const overtaken = marks(
    ["input", 0],
    ["asked", 1],
    ["input", 10], // while the first is decoded
    ["answered", 12],
    ["face", 13],
    ["face-frame", 16],
    ["asked", 17],
    ["answered", 25],
    ["face", 26],
    ["face-frame", 33],
  );
  expect(followedOf(overtaken)).toEqual([
    { drawnMs: 13, frameMs: 16 },
    { drawnMs: 16, frameMs: 23 },
  ]);
});

it("counts a movement that was passed over by the picture of a later one", () => {
  const dropped = marks(["input", 0], ["input", 8], ["asked", 9], ["answered", 12], ["face", 13], ["face-frame", 20]);
  expect(followedOf(dropped).map(({ frameMs }) => frameMs)).toEqual([20, 12]);
});

it("gives two pictures of one frame that frame", () => {
  const twice = marks(
    ["input", 0],
    ["asked", 1],
    ["answered", 2],
    ["face", 3],
    ["input", 4],
    ["asked", 5],
    ["answered", 6],
    ["face", 7],
    ["face-frame", 16],
    ["face-frame", 16],
  );
  expect(followedOf(twice).map(({ frameMs }) => frameMs)).toEqual([16, 12]);
});

it("a grid is there when its last picture is", () => {
  const partial = marks(["click", 0], ["cell", 5], ["cell-frame", 16], ["cell", 20], ["cell-frame", 33]);
  expect(gridsOf(partial, 2)).toEqual([33]);
  expect(gridsOf(partial, 3)).toEqual([]);
  expect(firstPictureOf(partial)).toBeUndefined();
});

it("the relay passes on what it gets and counts it as it was sent", async () => {
  const body = brotliCompressSync("words ".repeat(2000));
  const server = createServer((asked, answer) => {
    const compressed = asked.headers["accept-encoding"] === "br";
    if (asked.headers["if-none-match"] === '"1"') answer.writeHead(304).end();
    else answer.writeHead(200, compressed ? { "Content-Encoding": "br" } : {}).end(compressed ? body : "words");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const relay = await startRelay(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  try {
    const got = await fetch(`${relay.url}/a?b=c`, { headers: { "Accept-Encoding": "br" } });
    expect((await got.text()).startsWith("words words")).toBe(true);
    expect((await fetch(`${relay.url}/a`, { headers: { "If-None-Match": '"1"' } })).status).toBe(304);
    const [first, second] = relay.taken();
    expect(first).toMatchObject({ path: "/a", status: 200, encoding: "br", body: body.byteLength });
    expect(first?.head).toBeGreaterThan(40);
    expect(second).toMatchObject({ status: 304, body: 0 });
    expect(relay.taken()).toEqual([]);
  } finally {
    await relay.close();
    server.close();
  }
});

const sent = (path: string, body: number): WireAnswer => ({ path, status: 200, encoding: "br", body, head: 0 });

function resultWith(parts: Partial<Omit<WebResult, "verdicts">>): Omit<WebResult, "verdicts"> {
  return {
    formatVersion: 1,
    created: "2030-01-01T00:00:00.000Z",
    machine: { processor: "A processor", cores: 2, memoryBytes: 2 ** 34, platform: "linux x64", node: "20" },
    browser: "156",
    loadBefore: 0.1,
    loadAfter: 0.2,
    model: { backend: "wasm-threads", threads: 2, file: "model.int8.onnx", size: 32, difference: 0 },
    firstPictures: [{ cold: 900, warm: 400 }],
    decode: [{ rows: 1, kiln: [1.05, 2.1, 3], bare: [1, 2, 3] }],
    drags: [
      { backend: "wasm", moves: [{ drawnMs: 5, frameMs: 15 }], inputs: 1, longTasks: [], grids: [100, 200, 140] },
    ],
    transfers: [
      {
        backend: "wasm-threads",
        first: [sent("/a.wasm", 2e6)],
        second: [sent("/", 300), sent("/models/index.json", 9)],
      },
      { backend: "webgpu", first: [sent("/ort/x.asyncify.wasm", 5e6)], second: [] },
    ],
    memory: [
      { decodes: 100, bytes: 40e6, residentBytes: null },
      { decodes: 10_100, bytes: 41e6, residentBytes: null },
    ],
    ...parts,
  };
}

const broken = (parts: Parameters<typeof resultWith>[0]): string[] =>
  webVerdictsOn(resultWith(parts)).flatMap(({ kept, promise }) => (kept ? [] : [promise]));

it("keeps what was promised, and says which promise was not kept", () => {
  expect(broken({})).toEqual([]);
  const late = Array.from({ length: 10 }, () => ({ drawnMs: 9, frameMs: 17 }));
  expect(broken({ drags: [{ backend: "wasm", moves: late, inputs: 10, longTasks: [61], grids: [151] }] })).toEqual([
    "slider to frame, 95 %, wasm",
    "64 faces of a new seed, from click to frame, wasm",
    "longest task of the main thread while dragging, wasm",
  ]);
  expect(broken({ decode: [{ rows: 16, kiln: [12, 11.5], bare: [10, 10] }] })).toEqual([
    "overhead over bare onnxruntime-web, batch 16",
  ]);
  const again = { backend: "wasm-threads", first: [sent("/x.asyncify.mjs", 5e6)], second: [sent("/app-0.js", 1)] };
  expect(broken({ transfers: [again] })).toEqual([
    "runtime and decoder, wasm-threads",
    "files of the WebGPU runtime, wasm-threads",
    "scripts, runtime and model of a second visit, wasm-threads",
  ]);
  expect(keptBytesOf(again.second)).toBe(1);
  expect(webGpuFilesOf(again.first)).toHaveLength(1);
});

it("writes a table of promises, and warns where others used the processor", () => {
  const result = resultWith({});
  const quiet = webMarkdown({ ...result, verdicts: webVerdictsOn(result) });
  expect(quiet).toMatch(/\| slider to frame, 95 %, wasm +\| +16 ms \| +15 ms \| +yes \|/);
  expect(quiet).not.toContain("rough");
  expect(webMarkdown({ ...result, loadBefore: 3, verdicts: [] })).toContain("these figures are rough");
});
