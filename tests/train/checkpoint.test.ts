import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Random } from "../../core/random.js";
import { silentReporter } from "../../core/reporter.js";
import { decodeSafetensors, encodeSafetensors } from "../../core/safetensors.js";
import { makeTensor } from "../../core/tensor.js";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "../../train/checkpoint/checkpoint.js";
import { CheckpointStore } from "../../train/checkpoint/store.js";
import { initialPlateau } from "../../train/plateau.js";

function checkpointAt(step: number): Checkpoint {
  const random = Random.seeded(step, "checkpoint");
  const tensor = () => makeTensor("float32", [3, 2], random.fillNormal(new Float32Array(6)));
  return {
    weights: { "gru/kernel": tensor(), "head/bias": makeTensor("float32", [], Float32Array.of(step)) },
    optimizer: { step: makeTensor("int32", [1], Int32Array.of(step)), "mean/gru/kernel": tensor() },
    best: {},
    progress: {
      formatVersion: 1,
      model: "trend",
      step,
      epoch: 2,
      position: 1,
      order: random.state,
      noise: random.state,
      interval: { count: 2, sums: { loss: 1.25 } },
      running: { count: 0, sums: {} },
      plateau: initialPlateau,
      best: null,
      complete: false,
      metricsBytes: 12,
      seconds: 3.5,
    },
  };
}

function join8(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** A safetensors file with any header. */
function fileOf(header: unknown, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const json = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(json.byteLength), true);
  return join8([length, json, data]);
}

describe("safetensors", () => {
  test("follows the format: length, padded JSON, data without gaps", () => {
    const tensors = {
      a: makeTensor("float32", [2], Float32Array.of(1, -2)),
      b: makeTensor("bool", [1], Uint8Array.of(1)),
    };
    const bytes = join8(encodeSafetensors({ tensors, metadata: { kind: "test" } }));
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).toEqual({
      __metadata__: { kind: "test" },
      a: { dtype: "F32", shape: [2], data_offsets: [0, 8] },
      b: { dtype: "BOOL", shape: [1], data_offsets: [8, 9] },
    });
    expect(bytes.byteLength).toBe(8 + length + 9);
    expect(decodeSafetensors(bytes, "f").tensors).toEqual(tensors);
  });

  test("gives arrays of their own, also from Node's buffers", () => {
    const parts = encodeSafetensors({ tensors: { a: makeTensor("float32", [1], Float32Array.of(7)) }, metadata: {} });
    const buffer = Buffer.concat(parts);
    const { tensors } = decodeSafetensors(buffer, "f");
    buffer.fill(0);
    expect(tensors.a?.data).toEqual(Float32Array.of(7));
    expect(tensors.a?.data.byteLength).toBe(tensors.a?.data.buffer.byteLength);
  });

  const entry = { dtype: "F32", shape: [1], data_offsets: [0, 4] };
  test.each<[string, Uint8Array, RegExp]>([
    ["nothing", new Uint8Array(0), /cut short: 0 bytes/],
    ["a header longer than the file", fileOf("").fill(200, 0, 2), /cut short inside its header/],
    ["an absurd header length", new Uint8Array(16).fill(255), /no safetensors file/],
    ["a header that is no JSON", fileOf("{nope"), /not valid JSON/],
    ["a header of another shape", fileOf({ a: { dtype: "F64", shape: [1], data_offsets: [0, 8] } }), /header/],
    ["a negative shape", fileOf({ a: { ...entry, shape: [-1] } }), /header/],
    ["data cut short", fileOf({ a: entry }, new Uint8Array(2)), /cut short: tensor "a"/],
    ["bytes left over", fileOf({ a: entry }, new Uint8Array(9)), /5 bytes that belong to no tensor/],
    ["overlapping tensors", fileOf({ a: entry, b: entry }, new Uint8Array(8)), /does not lie where its shape says/],
    ["a hole", fileOf({ a: { ...entry, data_offsets: [4, 8] } }, new Uint8Array(8)), /does not lie where/],
    ["a shape that does not fit", fileOf({ a: { ...entry, shape: [3] } }, new Uint8Array(4)), /does not lie where/],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes, "file")).toThrow(message);
  });
});

describe("a checkpoint", () => {
  test("comes back as it was", () => {
    const checkpoint = checkpointAt(5);
    expect(decodeCheckpoint(join8(encodeCheckpoint(checkpoint)), "f")).toEqual(checkpoint);
  });

  test("with one flipped bit is refused", () => {
    const bytes = join8(encodeCheckpoint(checkpointAt(5)));
    bytes[bytes.byteLength - 3] = (bytes[bytes.byteLength - 3] as number) ^ 4;
    expect(() => decodeCheckpoint(bytes, "f")).toThrow(/do not match its checksum/);
  });

  test("with a weight that is no number is never written", () => {
    const good = checkpointAt(5);
    const bad = { ...good, weights: { w: makeTensor("float32", [2], Float32Array.of(1, Number.NaN)) } };
    expect(() => encodeCheckpoint(bad)).toThrow(/weights\/w became NaN at step 5/);
  });
});

describe("the checkpoints of a run", () => {
  let run: string;
  let warnings: string[];
  const reporter = { ...silentReporter, warn: (text: string) => warnings.push(text) };
  beforeEach(() => {
    run = mkdtempSync(join(tmpdir(), "kiln-checkpoints-"));
    warnings = [];
  });
  afterEach(() => rmSync(run, { recursive: true, force: true }));

  function filled(...steps: number[]): CheckpointStore {
    const store = new CheckpointStore(run);
    store.prepare();
    for (const step of steps) store.write(checkpointAt(step));
    return store;
  }

  test("are the newest two", () => {
    const store = filled(1, 2, 30, 4);
    expect(readdirSync(join(run, "checkpoints")).sort()).toEqual([
      "step-00000004.safetensors",
      "step-00000030.safetensors",
    ]);
    expect(store.latest(reporter)?.progress.step).toBe(30);
    expect(warnings).toEqual([]);
  });

  test.each<[string, (path: string) => void]>([
    ["cut short", (path) => truncateSync(path, 700)],
    ["empty", (path) => truncateSync(path, 0)],
    ["overwritten", (path) => writeFileSync(path, "<html>")],
  ])("the newest one being %s, the one before is used and said so", (_, damage) => {
    const store = filled(1, 2);
    damage(store.list()[0] ?? "");
    expect(store.latest(reporter)?.progress.step).toBe(1);
    expect(warnings.join("\n")).toMatch(/step-00000002.*\n.*step 1/s);
  });

  test("all damaged, there is an error and not a fresh start", () => {
    const store = filled(1, 2);
    for (const path of store.list()) truncateSync(path, 100);
    expect(() => store.latest(reporter)).toThrow(/no checkpoint of this run can be read/);
  });

  test("none yet is no error", () => {
    expect(filled().latest(reporter)).toBeNull();
    rmSync(join(run, "checkpoints"), { recursive: true });
    expect(new CheckpointStore(run).latest(reporter)).toBeNull();
  });

  test("left half-written is removed and never read", () => {
    const store = filled(1);
    const half = join(run, "checkpoints", ".writing-step-00000002.safetensors");
    writeFileSync(half, readFileSync(store.list()[0] ?? "").subarray(0, 900));
    expect(store.latest(reporter)?.progress.step).toBe(1);
    store.prepare();
    expect(readdirSync(join(run, "checkpoints"))).toEqual(["step-00000001.safetensors"]);
  });

  test("a refused one leaves the older ones", () => {
    const store = filled(1);
    const bad = checkpointAt(2);
    (bad.weights["gru/kernel"]?.data as Float32Array)[0] = Number.POSITIVE_INFINITY;
    expect(() => store.write(bad)).toThrow(/became Infinity/);
    expect(store.latest(reporter)?.progress.step).toBe(1);
  });
});
