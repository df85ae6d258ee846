/** SIGTERM under load: every request that was accepted is answered, and the process ends with exit code 0. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { createConnection } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { operation } from "../../core/operation.js";
import type { AccessEntry } from "../../serve/log/access-entry.js";
import { pairDefinition } from "./support/pair-definition.js";
import { publish } from "./support/publish.js";
import { emptyRepository, startServer } from "./support/running.js";

/** How often the load test is repeated; KILN_DRAIN_REPEATS=100 for a long look. */
const REPEATS = Number(process.env.KILN_DRAIN_REPEATS ?? 5);

interface ServeProcess {
  readonly child: ChildProcess;
  readonly url: string;
  readonly executors: readonly number[];
  /** The exit code, once it has ended. */
  readonly exit: Promise<number | null>;
  readonly stderr: Promise<string>;
}

async function startProcess(repository: string, limit = 20_000): Promise<ServeProcess> {
  const script = fileURLToPath(new URL("support/serve-process.mjs", import.meta.url));
  const child = spawn(process.execPath, [script, repository, String(limit)], { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const exit = once(child, "exit").then(([code]) => code as number | null);
  const stderr = text(child.stderr);
  const line = await Promise.race([
    once(child.stdout.setEncoding("utf8"), "data").then(([data]) => String(data)),
    exit.then(async (code) => {
      throw new Error(`the server ended with ${code}: ${await stderr}`);
    }),
  ]);
  return { child, exit, stderr, ...(JSON.parse(line) as { url: string; executors: number[] }) };
}

/** Posts one row; resolves with the status, or the code of the connection's error and whether it was a used one. */
function ask(url: string, agent: Agent, operation = "double"): Promise<number | string> {
  return new Promise((resolve) => {
    const outgoing = request(`${url}/v1/pair/${operation}`, {
      method: "POST",
      agent,
      headers: { "Content-Type": "application/json" },
    });
    outgoing.on("response", (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
      response.on("error", (error: NodeJS.ErrnoException) => resolve(`cut off: ${error.code}`));
    });
    outgoing.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    outgoing.end('{"rows":[[1,2,3]]}');
  });
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}

describe("SIGTERM under load", () => {
  test.each(Array.from({ length: REPEATS }, (_, i) => i + 1))("run %i", async (run) => {
    const repository = await emptyRepository();
    await publish(repository);
    const { child, url, exit, executors, stderr } = await startProcess(repository);
    // Every third run with a connection for each request. The system queues connections before we see them and resets
    // them with the listening socket, so those may end in ECONNRESET unseen; kept ones may not.
    const keepAlive = run % 3 !== 0;
    const agent = new Agent({ keepAlive });
    let stop = false;
    const outcomes: (number | string)[] = [];
    const clients = Array.from({ length: 16 }, async () => {
      while (!stop) outcomes.push(await ask(url, agent));
    });
    // At another moment of the load each time.
    while (outcomes.length < 50 + 37 * run) await delay(1);
    child.kill(run % 2 === 0 ? "SIGINT" : "SIGTERM");
    expect(await exit).toBe(0);
    stop = true;
    await Promise.all(clients);
    agent.destroy();
    const unseen = keepAlive ? ["ECONNREFUSED"] : ["ECONNREFUSED", "ECONNRESET"];
    expect(new Set([200, ...unseen, ...outcomes])).toEqual(new Set([200, ...unseen]));
    const seen = (await stderr).split("\n").filter((line) => line.includes('"event":"request"'));
    const answered = seen.map((line) => (JSON.parse(line) as AccessEntry).status);
    expect(answered).toEqual(outcomes.filter((outcome) => outcome === 200));
    expect(executors.map(alive)).toEqual([false]);
  });
});

describe("while it drains", () => {
  test("a request in progress is finished and announced as the last one; /readyz says 503; then exit 0", async () => {
    const repository = await emptyRepository();
    await publish(repository);
    const { child, url, exit, executors, stderr } = await startProcess(repository);
    const [executor = 0] = executors;
    process.kill(executor, "SIGSTOP");
    // A connection that was there before: the probe of a balancer that keeps its connections.
    const probe = createConnection({ host: "127.0.0.1", port: Number(new URL(url).port) });
    const heard: string[] = [];
    probe.setEncoding("utf8").on("data", (data: string) => heard.push(data));
    probe.write("GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    while (!heard.join("").includes('"ready"')) await delay(5);
    const inProgress = fetch(`${url}/v1/pair/double`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: '{"rows":[[1,2,3]]}',
    });
    await delay(300);
    child.kill("SIGTERM");
    while (
      await fetch(`${url}/healthz`).then(
        () => true,
        () => false,
      )
    )
      await delay(5);
    probe.write("GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    while (!heard.join("").includes('"draining"')) await delay(5);
    expect(heard.join("")).toContain("HTTP/1.1 503");
    process.kill(executor, "SIGCONT");
    const response = await inProgress;
    expect(response.status).toBe(200);
    expect(response.headers.get("Connection")).toBe("close");
    expect(await response.json()).toEqual({ sums: [2, 4, 6] });
    expect(await exit).toBe(0);
    expect(await stderr).toContain("SIGTERM: no new connections; 1 request in progress");
  });

  test("the limit cuts off what hangs: exit 1, no process left", async () => {
    const repository = await emptyRepository();
    await publish(repository);
    const { child, url, exit, executors, stderr } = await startProcess(repository, 300);
    const [executor = 0] = executors;
    process.kill(executor, "SIGSTOP");
    const agent = new Agent();
    const lost = ask(url, agent);
    await delay(300);
    child.kill("SIGTERM");
    expect(await exit).toBe(1);
    expect(await lost).toBe("ECONNRESET");
    expect(await stderr).toContain("1 requests were cut off after the limit");
    expect(alive(executor)).toBe(false);
  });

  test("a second signal ends the process at once, with 130", async () => {
    const repository = await emptyRepository();
    await publish(repository);
    const { child, url, exit, executors } = await startProcess(repository);
    const [executor = 0] = executors;
    process.kill(executor, "SIGSTOP");
    const lost = ask(url, new Agent());
    await delay(300);
    child.kill("SIGTERM");
    await delay(300);
    child.kill("SIGINT");
    expect(await exit).toBe(130);
    await lost;
    process.kill(executor, "SIGCONT");
    while (alive(executor)) await delay(10);
  });

  test("an operation that listens to nobody does not hold it up", async () => {
    const hang = operation({
      summary: "Never end",
      description: "",
      request: z.object({}),
      response: z.object({}),
      example: {},
      run: () => new Promise<never>(() => undefined),
    });
    const registry = { pair: { ...pairDefinition, processings: { "pair@1": { hang } } } };
    const server = await startServer({ registry });
    const lost = ask(server.url, new Agent(), "hang");
    while (server.active === 0) await delay(5);
    const [executor = 0] = server.executorPids;
    expect(await server.close(100)).toEqual({ cut: 1 });
    expect(await lost).toBe("ECONNRESET");
    expect(alive(executor)).toBe(false);
  });

  test("unused connections do not hold it up", async () => {
    const server = await startServer();
    const port = server.port;
    const sockets = Array.from({ length: 5 }, () => createConnection({ host: "127.0.0.1", port }));
    await Promise.all(sockets.map((socket) => once(socket, "connect")));
    // Connections are accepted in order: the server has seen the others by now.
    await fetch(`${server.url}/healthz`);
    const ends = sockets.map((socket) => once(socket.resume(), "close"));
    expect(await server.close(60_000)).toEqual({ cut: 0 });
    await Promise.all(ends);
  });
});

test("an executor does not outlive a server that is killed", async () => {
  const repository = await emptyRepository();
  await publish(repository);
  const { child, exit, executors } = await startProcess(repository);
  child.kill("SIGKILL");
  expect(await exit).toBe(null);
  const [executor = 0] = executors;
  while (alive(executor)) await delay(10);
  expect(alive(executor)).toBe(false);
});
