/** Refusals that clients can read: also those that send all before they look, ask first, or close their half. */
import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { AccessEntry } from "../../serve/log/access-entry.js";
import { sharedServer, startServer } from "./support/running.js";

const MIB = 1024 * 1024;
const log: AccessEntry[] = [];
const server = sharedServer({ bodyLimit: MIB, discardLimit: 40 * MIB, accessLog: (entry) => log.push(entry) });

function head(path: string, ...fields: readonly string[]): string {
  return `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${fields.map((field) => `${field}\r\n`).join("")}\r\n`;
}

async function connect(to = server.url): Promise<Socket> {
  const { hostname, port } = new URL(to);
  const socket = createConnection({ host: hostname, port: Number(port), allowHalfOpen: true });
  await once(socket, "connect");
  return socket;
}

/** Writes all of a body, and reads only then: what Python's http.client does. */
async function writeThenRead(first: string, body: Iterable<Buffer>): Promise<string> {
  const socket = await connect();
  socket.pause();
  socket.write(first);
  for (const part of body) if (!socket.write(part)) await once(socket, "drain");
  return await text(socket);
}

const part = Buffer.alloc(MIB, "a");

function* times(count: number, chunked = false): Generator<Buffer> {
  for (let i = 0; i < count; i++)
    yield chunked ? Buffer.concat([Buffer.from("100000\r\n"), part, Buffer.from("\r\n")]) : part;
  if (chunked) yield Buffer.from("0\r\n\r\n");
}

describe("a body above the limit is 413 for a client that first sends all of it", () => {
  test.each([
    ["with a length", head("/v1/pair/double", `Content-Length: ${30 * MIB}`), [...times(30)]],
    ["in chunks", head("/v1/pair/double", "Transfer-Encoding: chunked"), [...times(30, true)]],
  ])("%s", async (_, first, body) => {
    for (let i = 0; i < 3; i++) {
      const answer = await writeThenRead(first, body);
      expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*Connection: close[\s\S]*application\/problem\+json/i);
      expect(answer).toContain("The body is larger than 1048576 bytes");
    }
  });

  test("and every other refusal is read as well", async () => {
    const long = `Content-Length: ${10 * MIB}`;
    expect(await writeThenRead(head("/v1/nothing/here", long), times(10))).toMatch(/^HTTP\/1\.1 404 /);
    expect(await writeThenRead(head("/v1/pair/double", long, "Accept: text/html"), times(10))).toMatch(
      /^HTTP\/1\.1 406 /,
    );
  });

  test("and is in the access log as what it was, also when the client reads it and goes", async () => {
    log.length = 0;
    const socket = await connect();
    socket.write(head("/v1/pair/double", `Content-Length: ${10 * MIB}`));
    await once(socket, "data");
    socket.destroy();
    while (log.length === 0) await delay(5);
    expect(log).toMatchObject([{ status: 413 }]);
  });

  test("what is thrown away is bounded: then the connection is closed", async () => {
    const socket = await connect();
    const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
    socket.on("error", () => undefined);
    socket.resume();
    socket.write(head("/v1/pair/double", `Content-Length: ${10_000 * MIB}`));
    let sent = 0;
    for (; !socket.destroyed && sent < 1_000; sent++) {
      if (!socket.write(part)) await Promise.race([new Promise((resolve) => socket.once("drain", resolve)), closed]);
    }
    await closed;
    expect(sent).toBeLessThan(1_000);
  });
});

describe("a client that asks first (Expect: 100-continue)", () => {
  test.each([
    ["announces too much", "/v1/pair/double", "Content-Length: 50000000", /^HTTP\/1\.1 413 /],
    ["asks for what is not there", "/v1/pair/nothing", "Content-Length: 50", /^HTTP\/1\.1 404 /],
  ])("is refused before it sends when it %s", async (_, path, length, status) => {
    const socket = await connect();
    socket.write(head(path, length, "Expect: 100-continue"));
    const [first] = (await once(socket, "data")) as [Buffer];
    expect(first.toString()).toMatch(status);
    socket.destroy();
  });

  test("is told to go on when nothing speaks against it", async () => {
    const socket = await connect();
    const body = '{"rows":[[1,2,3]]}';
    socket.write(
      head("/v1/pair/double", `Content-Length: ${body.length}`, "Expect: 100-continue", "Connection: close"),
    );
    const [first] = (await once(socket, "data")) as [Buffer];
    expect(first.toString()).toBe("HTTP/1.1 100 Continue\r\n\r\n");
    socket.write(body);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 [\s\S]*"sums":\[\[2,4,6\]\]/);
  });
});

describe("a client that closes its half", () => {
  const body = '{"rows":[[1,2,3]]}';
  const whole = `${head("/v1/pair/double", `Content-Length: ${body.length}`)}${body}`;

  test("gets the answer to what it has sent", async () => {
    for (let i = 0; i < 5; i++) {
      const socket = await connect();
      socket.end(whole);
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 [\s\S]*"sums":\[\[2,4,6\]\]/);
    }
  });

  test("counts as gone when that takes longer than `halfCloseGrace`", async () => {
    const slow = await startServer({ halfCloseGrace: 100 });
    const [executor = 0] = slow.executorPids;
    process.kill(executor, "SIGSTOP");
    const socket = await connect(slow.url);
    socket.on("error", () => undefined);
    socket.end(whole);
    await once(socket.resume(), "close");
    while (slow.active > 0) await delay(5);
    process.kill(executor, "SIGCONT");
  });
});
