/** Clients that speak no HTTP, speak it slowly, or say too much. */
import { once } from "node:events";
import { createConnection } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { sharedServer } from "./support/running.js";

const server = sharedServer({ headersTimeout: 400, receiveTimeout: 900 });

/** Sends bytes, reads until the server closes. */
async function converse(bytes: string | Buffer, end = false): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const socket = createConnection({ host: hostname, port: Number(port), allowHalfOpen: true });
  await once(socket, "connect");
  socket.write(bytes);
  if (end) socket.end();
  const answer = await text(socket);
  socket.destroy();
  return answer;
}

const post = "POST /v1/pair/double HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

describe("what is no proper request gets a problem and an end", () => {
  test.each([
    ["no HTTP", "hello\r\n\r\n", "400"],
    ["TLS on a plain port", Buffer.from("16030100a5010000a10303", "hex"), "400"],
    ["a header without end", `GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${"x".repeat(20_000)}\r\n\r\n`, "431"],
    ["a host that is none", "GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n", "400"],
    [
      "a host that is a script",
      "GET / HTTP/1.1\r\nHost: x<script>\r\nAccept: text/html\r\nConnection: close\r\n\r\n",
      "400",
    ],
    ["a length that is none", `${post}Content-Length: many\r\n\r\n{}`, "400"],
    ["two lengths (request smuggling)", `${post}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x`, "400"],
    ["a length and chunks", `${post}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, "400"],
  ])("%s", async (_, bytes, status) => {
    const answer = await converse(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain("application/problem+json");
  });

  test("headers that never end are given up", async () => {
    expect(await converse("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")).toMatch(
      /^HTTP\/1.1 408 [\s\S]*problem\+json/,
    );
  });

  test("a body that never ends is given up", async () => {
    expect(await converse(`${post}Content-Length: 1000\r\n\r\n{"rows":`)).toMatch(/^HTTP\/1.1 408 /);
  });

  test("a body that ends too early is given up", async () => {
    expect(await converse(`${post}Content-Length: 1000\r\n\r\n{"rows":`, true)).not.toMatch(/HTTP\/1.1 200/);
  });

  test("too large a body is refused before it is sent", async () => {
    const answer = await converse(`${post}Content-Length: 99999999\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toMatch(/Connection: close/i);
  });

  test("a path of nonsense is not found", async () => {
    for (const path of ["/v1/%ff%fe/x", "/v1/..%2f..%2fetc/passwd", "/docs/..%2f..%2fpackage.json", "/v1/a/b/c/d"]) {
      const answer = await converse(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1.1 (404|400) /);
      expect(answer).not.toContain("dependencies");
    }
  });

  test("and the server goes on", async () => {
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });
});
