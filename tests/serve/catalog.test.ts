import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { NotFoundError } from "../../core/errors.js";
import { type PublishOptions, publish } from "./support/publish.js";
import { emptyRepository, keepingReporter, post, startServer } from "./support/running.js";

/** Which version answers. */
async function answering(url: string): Promise<unknown> {
  const response = await post(`${url}/v1/pair/double`, { rows: [[1, 2, 3]] });
  return ((await response.json()) as { version?: number }).version;
}

async function changeByte(file: string): Promise<void> {
  const bytes = await readFile(file);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  await writeFile(file, bytes);
}

describe("at the start", () => {
  test("the newest whole bundle is served", async () => {
    const repository = await emptyRepository();
    for (const version of [1, 2, 10]) await publish(repository, { version });
    const server = await startServer({ repository });
    expect(server.models).toEqual([{ name: "pair", version: 10 }]);
    expect(await answering(server.url)).toBe(10);
  });

  const broken: readonly (readonly [string, PublishOptions, (folder: string) => Promise<void>, RegExp])[] = [
    ["whose golden outputs differ", { goldenError: 0.01 }, async () => undefined, /does not answer as it did/],
    ["whose model was changed", {}, (folder) => changeByte(join(folder, "model.onnx")), /not the file that was publ/],
    ["whose golden file was changed", {}, (folder) => changeByte(join(folder, "golden.json")), /not the file that/],
    ["whose model is no ONNX", { bytes: Buffer.from("nothing") }, async () => undefined, /onnxruntime cannot load/],
    ["of an unknown processing", { processing: "pair@9" }, async () => undefined, /unknown processing "pair@9"/],
    ["that is half-written", {}, (folder) => rm(join(folder, "bundle.json")), /there is no bundle.json/],
  ];

  test.each(broken)(
    "a newest version %s is refused with the reason, and the one before is served",
    async (_, options, harm, reason) => {
      const repository = await emptyRepository();
      await publish(repository);
      await publish(repository, { ...options, version: 2 });
      await harm(join(repository, "pair", "2"));
      const reporter = keepingReporter();
      const server = await startServer({ repository, reporter });
      expect(await answering(server.url)).toBe(1);
      expect(reporter.warnings).toEqual([expect.stringMatching(/^pair version 2 is (refused|ignored): /)]);
      expect(reporter.warnings[0]).toMatch(reason);
      const { versions } = (await (await fetch(`${server.url}/v1/models/pair`)).json()) as {
        versions: { version: number; state: string }[];
      };
      expect(versions.find(({ version }) => version === 1)?.state).toBe("active");
      expect(versions.find(({ version }) => version === 2)?.state).toMatch(/refused|ignored/);
    },
  );

  test("a broken model does not keep another one from being served", async () => {
    const repository = await emptyRepository();
    await publish(repository, { goldenError: 1 });
    await publish(repository, { model: "twins", graphs: ["twins_left", "twins_right"] });
    const server = await startServer({ repository });
    expect(server.models).toEqual([{ name: "twins", version: 1 }]);
  });

  test("an encoder is never served with another training's decoder", async () => {
    const repository = await emptyRepository();
    const graphs = ["twins_left", "twins_right"];
    await publish(repository, { model: "twins", graphs });
    await publish(repository, { model: "twins", graphs, version: 2 });
    await rm(join(repository, "twins_right", "2"), { recursive: true });
    const server = await startServer({ repository });
    expect(server.models).toEqual([{ name: "twins", version: 1 }]);
  });

  test.each([
    ["an empty repository", undefined, /there is no model to serve\nTrain and export one first/],
    ["nothing that passes", { goldenError: 1 }, /there is no model to serve\npair version 1: .*does not answer/],
  ])("%s is an error that says what to do, and frees the port", async (_, options, message) => {
    const repository = await emptyRepository();
    if (options !== undefined) await publish(repository, options);
    const failure = startServer({ repository });
    await expect(failure).rejects.toThrow(NotFoundError);
    await expect(failure).rejects.toThrow(message);
  });
});

describe("a reload", () => {
  test("serves a new version and keeps the old one's requests going", async () => {
    const repository = await emptyRepository();
    await publish(repository);
    const server = await startServer({ repository, executors: 2 });
    const pids = server.executorPids;
    let stop = false;
    const versions = new Set<unknown>();
    const load = Promise.all(
      Array.from({ length: 8 }, async () => {
        while (!stop) versions.add(await answering(server.url));
      }),
    );
    for (const version of [2, 3]) {
      await publish(repository, { version });
      expect(await server.reload()).toMatchObject({ changed: true, models: [{ name: "pair", version }] });
    }
    expect(await answering(server.url)).toBe(3);
    stop = true;
    await load;
    // Only whole answers, of a version that was active: `undefined` would be a problem document.
    expect([...versions].sort()).toEqual(expect.arrayContaining([1, 3]));
    expect(versions.has(undefined)).toBe(false);
    for (const pid of pids) expect(server.executorPids).not.toContain(pid);
  });

  test("finds nothing new, and changes nothing", async () => {
    const server = await startServer();
    const pids = server.executorPids;
    expect(await server.reload()).toMatchObject({ changed: false, models: [{ name: "pair", version: 1 }] });
    expect(server.executorPids).toEqual(pids);
  });

  test("refuses a broken new version, then takes it when it is whole again", async () => {
    const repository = await emptyRepository();
    await publish(repository);
    const reporter = keepingReporter();
    const server = await startServer({ repository, reporter });
    const pids = server.executorPids;
    await publish(repository, { version: 2 });
    const model = join(repository, "pair", "2", "model.onnx");
    await changeByte(model);
    expect(await server.reload()).toMatchObject({ changed: false, refused: [{ model: "pair", version: 2 }] });
    expect(reporter.warnings[0]).toMatch(/pair version 2 is refused/);
    expect(server.executorPids).toEqual(pids);
    expect(await answering(server.url)).toBe(1);
    await changeByte(model);
    expect(await server.reload()).toMatchObject({ changed: true, refused: [] });
    expect(reporter.notes).toEqual(["pair version 2 is served now, before it version 1 was"]);
    expect(await answering(server.url)).toBe(2);
  });

  test("goes back when the newest version is taken away", async () => {
    const repository = await emptyRepository();
    await publish(repository);
    await publish(repository, { version: 2 });
    const server = await startServer({ repository });
    await rm(join(repository, "pair", "2"), { recursive: true });
    expect(await server.reload()).toMatchObject({ changed: true, models: [{ name: "pair", version: 1 }] });
    expect(await answering(server.url)).toBe(1);
  });

  test("keeps what it has when the whole repository is gone", async () => {
    const repository = await emptyRepository();
    await publish(repository);
    const server = await startServer({ repository });
    await rename(join(repository, "pair"), join(repository, ".away"));
    await expect(server.reload()).rejects.toThrow(NotFoundError);
    expect(await answering(server.url)).toBe(1);
  });

  test("in progress is given up when the server closes", async () => {
    const repository = await emptyRepository();
    await publish(repository);
    const server = await startServer({ repository });
    await publish(repository, { version: 2 });
    const reloading = server.reload();
    const outcome = reloading.then(
      () => "done",
      (error: Error) => error.message,
    );
    await server.close();
    // Which of the two it is depends on how far it had come; it does not hang, and nothing is left running.
    expect(["done", "the server is shutting down"]).toContain(await outcome);
  });

  test("two at once are one after the other", async () => {
    const repository = await emptyRepository();
    await publish(repository);
    const server = await startServer({ repository });
    await publish(repository, { version: 2 });
    const [first, second] = await Promise.all([server.reload(), server.reload()]);
    expect([first.changed, second.changed]).toEqual([true, false]);
  });
});
