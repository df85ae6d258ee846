/** `kiln serve` as a process: what its surroundings must not do to it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { publish } from "../../serve/support/publish.js";
import { emptyRepository } from "../../serve/support/running.js";

const kiln = fileURLToPath(new URL("../../../dist/cli/kiln.js", import.meta.url));

async function start(stderr: number | "pipe") {
  const repository = await emptyRepository();
  await publish(repository);
  const child = spawn(
    process.execPath,
    [kiln, "serve", "--json", "--repository", repository, "--port", "0", "--executors", "1"],
    {
      cwd: repository,
      stdio: ["ignore", "pipe", stderr],
    },
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  if (child.stdout === null) throw new Error("no output");
  for await (const line of createInterface(child.stdout)) {
    const { event, url } = JSON.parse(line) as { event: string; url?: string };
    if (event === "result" && url !== undefined) {
      // Whatever it has to say from now on, nobody hears it.
      child.stdout.destroy();
      return { child, url, exit: once(child, "exit").then(([code]) => code as number | null) };
    }
  }
  throw new Error("it ended before it was ready");
}

test("a full disk under its log, and a reader of its output who is gone, end nothing", async () => {
  const full = openSync("/dev/full", "w");
  const { child, url, exit } = await start(full);
  closeSync(full);
  for (let i = 0; i < 5; i++) {
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
  }
  child.kill("SIGTERM");
  expect(await exit).toBe(0);
});

test("SIGUSR1 opens no inspector", async () => {
  const { child, url, exit } = await start("pipe");
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  child.kill("SIGUSR1");
  for (let i = 0; i < 20; i++) expect((await fetch(`${url}/healthz`)).status).toBe(200);
  child.kill("SIGTERM");
  expect(await exit).toBe(0);
  expect(said).not.toMatch(/debugger|inspector/i);
});
