import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../core/errors.js";
import type { AccessEntry } from "../../serve/log/access-entry.js";
import type { Problem } from "../../serve/problem/problem.js";
import { post, startServer } from "./support/running.js";

const row = { rows: [[1, 2, 3]] };

/** A body of JSON with so many bytes. */
function bodyOf(bytes: number): string {
  const text = '{"rows":[[1,2,3]],"label":""}';
  return text.replace('""', `"${"x".repeat(bytes - text.length)}"`);
}

/** Sends a body in pieces, without saying how long it is. */
async function inPieces(url: string, body: string): Promise<Response> {
  const stream = new ReadableStream({
    async start(controller) {
      for (let i = 0; i < body.length; i += 65_536) {
        controller.enqueue(new TextEncoder().encode(body.slice(i, i + 65_536)));
        await delay(0);
      }
      controller.close();
    },
  });
  const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: stream, duplex: "half" };
  return fetch(url, init as RequestInit);
}

async function freeze(pids: readonly number[], work: () => Promise<void>): Promise<void> {
  for (const pid of pids) process.kill(pid, "SIGSTOP");
  try {
    await work();
  } finally {
    for (const pid of pids) thaw(pid);
  }
}

function thaw(pid: number): void {
  try {
    process.kill(pid, "SIGCONT");
  } catch (error) {
    // It may have been killed for being silent.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

describe("a body", () => {
  test("of exactly the limit is taken, one byte more is 413: announced or not", async () => {
    const server = await startServer({ bodyLimit: 100_000 });
    const url = `${server.url}/v1/pair/double`;
    for (const send of [post, inPieces]) {
      expect((await send(url, bodyOf(100_000))).status).toBe(200);
      const response = await send(url, bodyOf(100_001));
      const problem = (await response.json()) as Problem;
      expect(problem).toMatchObject({
        status: 413,
        detail: "The body is larger than 100000 bytes. Send less at once.",
      });
    }
  });

  test("of 10 MB is 413 by default, and the server goes on", async () => {
    const server = await startServer();
    const url = `${server.url}/v1/pair/double`;
    for (const send of [post, inPieces]) {
      // The server answers without reading on, so the client may see its own sending fail instead of the answer.
      const status = await send(url, bodyOf(10_000_000)).then(
        (response) => response.status,
        (error: Error) => (error.cause as { code?: string }).code,
      );
      expect([413, "EPIPE", "ECONNRESET", "UND_ERR_SOCKET"]).toContain(status);
    }
    expect((await post(url, row)).status).toBe(200);
  });

  test("that would not fit beside the others is 503, and gives its place back", async () => {
    const server = await startServer({ bodyBudget: 150_000 });
    const url = `${server.url}/v1/pair/double`;
    await freeze(server.executorPids, async () => {
      const first = post(url, bodyOf(100_000));
      while (server.active === 0) await delay(5);
      await delay(100);
      const second = await post(url, bodyOf(100_000));
      expect(second.status).toBe(503);
      expect(second.headers.get("Retry-After")).toBe("1");
      server.executorPids.forEach(thaw);
      expect((await first).status).toBe(200);
    });
    expect((await post(url, bodyOf(100_000))).status).toBe(200);
  });
});

describe("a full server", () => {
  test("says 503 with Retry-After at once, and answers the others", async () => {
    const server = await startServer({ maxRequests: 2 });
    const url = `${server.url}/v1/pair/double`;
    await freeze(server.executorPids, async () => {
      const accepted = [post(url, row), post(url, row)];
      while (server.active < 2) await delay(5);
      const refused = await post(url, row);
      expect(refused.status).toBe(503);
      expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThanOrEqual(1);
      const { detail } = (await refused.json()) as Problem;
      expect(detail).toBe("2 requests are in progress, and that is the limit. Try again in 1 s.");
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      server.executorPids.forEach(thaw);
      for (const response of await Promise.all(accepted)) expect(response.status).toBe(200);
    });
  });
});

describe("deadlines", () => {
  test("a request that takes too long is 504, and its executor lives", async () => {
    const server = await startServer({ requestDeadline: 200 });
    const pids = server.executorPids;
    const url = `${server.url}/v1/pair/double`;
    await freeze(pids, async () => {
      const response = await post(url, row);
      expect(response.status).toBe(504);
      expect(await response.json()).toMatchObject({ type: "urn:problem-type:kiln:deadline-exceeded" });
    });
    expect(server.executorPids).toEqual(pids);
  });

  test("a run that hangs is 504, its executor is replaced", async () => {
    const server = await startServer({ runDeadline: 1_000 });
    const [pid] = server.executorPids;
    const url = `${server.url}/v1/pair/double`;
    await freeze(server.executorPids, async () => {
      expect((await post(url, row)).status).toBe(504);
    });
    expect((await post(url, row)).status).toBe(200);
    expect(server.executorPids).not.toContain(pid);
  });
});

describe("a killed executor", () => {
  test("costs no request", async () => {
    const server = await startServer({ executors: 2 });
    const url = `${server.url}/v1/pair/double`;
    let stop = false;
    const statuses: number[] = [];
    const load = Array.from({ length: 6 }, async () => {
      while (!stop) statuses.push((await post(url, row)).status);
    });
    for (let kill = 0; kill < 3; kill++) {
      const [pid] = server.executorPids;
      if (pid !== undefined) process.kill(pid, "SIGKILL");
      const before = statuses.length;
      while (statuses.length < before + 20 || server.executorPids.length < 2) await delay(10);
    }
    stop = true;
    await Promise.all(load);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
  });

  test("is waited for when it was the only one; /readyz says so meanwhile", async () => {
    const server = await startServer();
    const [pid = 0] = server.executorPids;
    process.kill(pid, "SIGKILL");
    while (server.executorPids.includes(pid)) await delay(1);
    const ready = await fetch(`${server.url}/readyz`);
    const answer = await post(`${server.url}/v1/pair/double`, row);
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { status: "no executor", executors: { ready: 0, of: 1 } },
    ]);
    expect(answer.status).toBe(200);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });
});

describe("a client that leaves", () => {
  test("is logged as 499, and its job does not run", async () => {
    const log: AccessEntry[] = [];
    const server = await startServer({ accessLog: (entry) => log.push(entry) });
    const url = `${server.url}/v1/pair/double`;
    await freeze(server.executorPids, async () => {
      const leaving = new AbortController();
      const requests = [1, 2, 3].map(() =>
        fetch(url, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(row),
          signal: leaving.signal,
        }),
      );
      while (server.active < 3) await delay(5);
      leaving.abort();
      for (const request of requests) await expect(request).rejects.toThrow();
      while (server.active > 0) await delay(5);
    });
    expect(log.map(({ status, servedBy }) => [status, servedBy])).toEqual(Array(3).fill([499, "pair@1"]));
    expect((await post(url, row)).status).toBe(200);
  });
});

test("the access log has one entry a request", async () => {
  const log: AccessEntry[] = [];
  const server = await startServer({ accessLog: (entry) => log.push(entry) });
  await (await post(`${server.url}/v1/pair/double`, row, { "X-Request-Id": "abc" })).text();
  await (await fetch(`${server.url}/nothing`)).text();
  while (log.length < 2) await delay(5);
  expect(log).toMatchObject([
    { requestId: "abc", method: "POST", path: "/v1/pair/double", status: 200, servedBy: "pair@1" },
    { method: "GET", path: "/nothing", status: 404 },
  ]);
  for (const { milliseconds, time } of log) {
    expect(milliseconds).toBeGreaterThan(0);
    expect(new Date(time).toISOString()).toBe(time);
  }
});

test.each([
  [{ port: 70_000 }, "port"],
  [{ port: -1 }, "port"],
  [{ executors: 0 }, "executors"],
  [{ bodyLimit: 0.5 }, "bodyLimit"],
  [{ requestDeadline: Number.NaN }, "requestDeadline"],
])("the option %j is refused by name", async (options, field) => {
  const failure = startServer(options);
  await expect(failure).rejects.toThrow(UsageError);
  await expect(failure).rejects.toMatchObject({ where: { field } });
});
