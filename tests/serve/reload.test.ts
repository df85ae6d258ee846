/** A repository that changes under load: by a watch, by polling, by SIGHUP. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { pairModel } from "../fixtures/onnx.js";
import { publish } from "./support/publish.js";
import { emptyRepository, keepingReporter, post, startServer } from "./support/running.js";

/** How often a version is swapped under load; KILN_SWAPS=1000 for a long look. */
const SWAPS = Number(process.env.KILN_SWAPS ?? 3);
/** For a machine that is busy with other work. */
const PATIENCE = { timeout: 60_000, interval: 20 };

/** Both graphs of version `version` add its number to what they answer: an answer tells which versions it is from. */
async function publishTwins(repository: string, version: number): Promise<void> {
  const graphs = ["twins_left", "twins_right"];
  const there = `.${version}`;
  await publish(join(repository, there), {
    model: "twins",
    graphs,
    version,
    bytes: pairModel({ offset: version }),
    goldenError: version,
  });
  // As an export does: the graph that has the bundle file comes last.
  for (const graph of graphs.toReversed()) {
    await mkdir(join(repository, graph), { recursive: true });
    await rename(join(repository, there, graph, String(version)), join(repository, graph, String(version)));
  }
}

async function versionsIn(response: Response): Promise<Set<number>> {
  expect(response.status).toBe(200);
  const { left, right } = (await response.json()) as { left: number[]; right: number[] };
  const named = Number(response.headers.get("X-Model")?.split("@")[1]);
  return new Set([named, ...[...left, ...right].map((sum, i) => sum - 2 * (1 + (i % 3)))]);
}

describe("a new version takes over without a failed or mixed answer", () => {
  test(
    `${SWAPS} times, as soon as it is published`,
    async () => {
      const repository = await emptyRepository();
      await publishTwins(repository, 1);
      const server = await startServer({ repository, watch: "on" });
      let done = false;
      let answers = 0;
      const clients = Array.from({ length: 4 }, async () => {
        while (!done) {
          const versions = await versionsIn(await post(`${server.url}/v1/twins/both`, { row: [1, 2, 3] }));
          expect(versions.size).toBe(1);
          answers += 1;
        }
      });
      for (let version = 2; version <= SWAPS + 1; version++) {
        await publishTwins(repository, version);
        await vi.waitFor(() => expect(server.models[0]?.version).toBe(version), PATIENCE);
      }
      done = true;
      await Promise.all(clients);
      expect(answers).toBeGreaterThan(0);
    },
    SWAPS * 60_000,
  );

  test("found by polling; a broken one is refused with the reason, once, and the old one stays", async () => {
    const repository = await emptyRepository();
    await publishTwins(repository, 1);
    const reporter = keepingReporter();
    const server = await startServer({ repository, reporter, watch: "poll", watchInterval: 50 });
    await publish(repository, { model: "twins", graphs: ["twins_left", "twins_right"], version: 2, goldenError: 1 });
    await vi.waitFor(() => expect(reporter.warnings.join()).toContain("twins version 2 is refused"), PATIENCE);
    expect(server.models).toEqual([{ name: "twins", version: 1 }]);
    await publishTwins(repository, 3);
    await vi.waitFor(() => expect(server.models).toEqual([{ name: "twins", version: 3 }]), PATIENCE);
    expect(await versionsIn(await post(`${server.url}/v1/twins/both`, { row: [1, 2, 3] }))).toEqual(new Set([3]));
    // What has not changed is not tried again, however often it is looked at.
    expect(reporter.warnings.filter((text) => text.includes("version 2 is refused: "))).toHaveLength(1);
    await rename(join(repository, "twins_left"), join(repository, ".away"));
    await vi.waitFor(() => expect(reporter.warnings.join()).toContain("what was served before is served on"), PATIENCE);
    expect(server.models).toEqual([{ name: "twins", version: 3 }]);
  });

  test("at SIGHUP, and not before", async () => {
    const repository = await emptyRepository();
    await publish(repository);
    const script = fileURLToPath(new URL("support/serve-process.mjs", import.meta.url));
    const child = spawn(process.execPath, [script, repository, "1000"], { stdio: ["ignore", "pipe", "pipe"] });
    onTestFinished(() => void child.kill("SIGKILL"));
    let words = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      words += text;
    });
    const [line] = await once(child.stdout.setEncoding("utf8"), "data");
    const { url } = JSON.parse(line) as { url: string };
    const answering = async () => (await post(`${url}/v1/pair/double`, { rows: [[1, 2, 3]] })).headers.get("X-Model");
    child.kill("SIGHUP");
    await vi.waitFor(() => expect(words).toContain("SIGHUP: the repository holds nothing newer"), PATIENCE);
    await publish(repository, { version: 2 });
    expect(await answering()).toBe("pair@1");
    child.kill("SIGHUP");
    await vi.waitFor(async () => expect(await answering()).toBe("pair@2"), PATIENCE);
    await writeFile(join(repository, "pair", "2", "model.onnx"), "nothing");
    await publish(repository, { version: 3, goldenError: 1 });
    child.kill("SIGHUP");
    await vi.waitFor(() => expect(words).toContain("pair version 3 is refused"), PATIENCE);
    expect(await answering()).toMatch(/^pair@[12]$/);
    child.kill("SIGTERM");
    expect((await once(child, "exit"))[0]).toBe(0);
  });
});
