/** What `kiln sweep` and `kiln worker` say to options that do not go together, and to a Redis that is not there. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { main } from "../../../cli/kiln.js";
import { FakeHost } from "../../fixtures/host.js";
import { ours } from "../../fixtures/models.js";
import { freePort } from "./fixtures/redis.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-flags-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...argv: string[]): Promise<{ code: number; err: string }> {
  const host = new FakeHost();
  const code = await main(argv, ours, host);
  return { code, err: host.stderr.text };
}

const out = join(folder, "swept");
const sweep = ["sweep", "trend", "--out", out];

it.each([
  [["--queue", "redis://localhost"], /--artefacts: workers must know where/],
  [["--artefacts", folder], /--artefacts is for a sweep on many machines.*\n.*--queue/],
  [["--queue", "redis://localhost", "--artefacts", folder, "--jobs", "2"], /--jobs: with --queue.*\n.*kiln worker/],
])("kiln sweep %j is refused before anything is written", async (flags, message) => {
  const { code, err } = await run(...sweep, ...flags);
  expect(code).toBe(2);
  expect(err).toMatch(message);
  expect(existsSync(out)).toBe(false);
});

it.each([
  [["--queue", "localhost:6379", "--artefacts", folder], /no address of a Redis/],
  [["--queue", "redis://localhost", "--artefacts", "gs://bucket"], /no place for artefacts/],
  [["--artefacts", folder], /--queue/],
])("kiln worker %j is refused", async (flags, message) => {
  const { code, err } = await run("worker", ...flags);
  expect(code).toBe(2);
  expect(err).toMatch(message);
});

it("a Redis that does not answer is named, with what to do", async () => {
  const queue = `redis://127.0.0.1:${await freePort()}`;
  for (const command of [sweep, ["worker"]]) {
    const { code, err } = await run(...command, "--queue", queue, "--artefacts", folder);
    expect(code).toBe(1);
    expect(err).toMatch(/no Redis answers at 127\.0\.0\.1:\d+: connect ECONNREFUSED.*\n.*redis-server/);
  }
});
