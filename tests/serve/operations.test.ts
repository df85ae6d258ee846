import { describe, expect, test } from "vitest";
import type { Problem } from "../../serve/problem/problem.js";
import { publish } from "./support/publish.js";
import { emptyRepository, keepingReporter, post, sharedServer, startServer } from "./support/running.js";

async function problem(response: Response): Promise<Problem> {
  expect(response.headers.get("Content-Type")).toBe("application/problem+json");
  const body = (await response.json()) as Problem;
  expect(body.status).toBe(response.status);
  expect(body.requestId).toBe(response.headers.get("X-Request-Id"));
  return body;
}

describe("an operation of a published model", () => {
  test("answers with what the graph says, and names the model and version", async () => {
    const server = await startServer();
    const rows = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    const response = await post(`${server.url}/v1/pair/double`, { rows, index: 4 });
    expect(response.status).toBe(200);
    expect(response.headers.get("X-Model")).toBe("pair@1");
    const sums = rows.map((row) => row.map((value) => 2 * value));
    expect(await response.json()).toEqual({ version: 1, sums, index: 4 });
  });

  test("may ask every graph of its bundle", async () => {
    const repository = await emptyRepository();
    await publish(repository, { model: "twins", graphs: ["twins_left", "twins_right"] });
    const server = await startServer({ repository });
    const response = await post(`${server.url}/v1/twins/both`, { row: [1, 2, 3] });
    expect(await response.json()).toEqual({ left: [2, 4, 6], right: [2, 4, 6] });
  });

  test("answers many requests at a time, each with its own", async () => {
    const server = await startServer({ executors: 2 });
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, i) => {
        const response = await post(`${server.url}/v1/pair/double`, { rows: [[i, i / 2, i - 50]] });
        return ((await response.json()) as { sums: number[][] }).sums;
      }),
    );
    answers.forEach((sums, i) => {
      expect(sums).toEqual([[2 * i, i, 2 * i - 100]]);
    });
  });

  test("keeps a client's request id and makes one where it has none or a strange one", async () => {
    const server = await startServer();
    const given = await fetch(`${server.url}/healthz`, { headers: { "X-Request-Id": "mine-1" } });
    expect(given.headers.get("X-Request-Id")).toBe("mine-1");
    const strange = await fetch(`${server.url}/healthz`, { headers: { "X-Request-Id": "<script>" } });
    expect(strange.headers.get("X-Request-Id")).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("what is not there", () => {
  const server = sharedServer();

  test.each([
    ["/v1/piar/double", 'There is no model "piar". Did you mean pair?'],
    ["/v1/pair/duoble", 'There is no operation "duoble" of pair. Did you mean double?'],
    ["/v1/pair/toString", 'There is no operation "toString" of pair. There is double, paint, measure, stumble.'],
    ["/v1/__proto__/x", 'There is no model "__proto__". There is pair.'],
    ["/v1/twins/both", "No version of twins can be served. Publish one with: kiln export twins"],
    ["/v1/modles", "There is nothing at this path. Did you mean /v1/models?"],
  ])("POST %s is 404: %s", async (path, detail) => {
    const body = await problem(await post(`${server.url}${path}`, {}));
    expect(body).toMatchObject({ status: 404, type: "urn:problem-type:kiln:not-found", detail });
  });

  test.each([
    ["GET", "/v1/pair/double", "POST, OPTIONS"],
    ["DELETE", "/v1/pair/double", "POST, OPTIONS"],
    ["POST", "/v1/models", "GET, HEAD, OPTIONS"],
    ["PUT", "/v1/models/pair", "GET, HEAD, OPTIONS"],
    ["POST", "/healthz", "GET, HEAD, OPTIONS"],
    ["PATCH", "/docs", "GET, HEAD, OPTIONS"],
  ])("%s %s is 405 and says %s", async (method, path, allow) => {
    const response = await fetch(`${server.url}${path}`, { method });
    expect(response.headers.get("Allow")).toBe(allow);
    expect(await problem(response)).toMatchObject({ status: 405 });
  });

  test("OPTIONS says what is possible, HEAD gives the headers of GET", async () => {
    const options = await fetch(`${server.url}/v1/pair/double`, { method: "OPTIONS" });
    expect([options.status, options.headers.get("Allow")]).toEqual([204, "POST, OPTIONS"]);
    const head = await fetch(`${server.url}/v1/models`, { method: "HEAD" });
    const get = await fetch(`${server.url}/v1/models`);
    expect(head.status).toBe(200);
    expect(head.headers.get("Content-Type")).toBe(get.headers.get("Content-Type"));
    expect(await head.text()).toBe("");
  });
});

describe("a fault of the server's own", () => {
  test("is 500 with an id; the reason is in the log and not in the answer", async () => {
    const reporter = keepingReporter();
    const server = await startServer({ reporter });
    const response = await post(`${server.url}/v1/pair/stumble`, {});
    const text = await response.clone().text();
    const { status, requestId = "" } = await problem(response);
    expect(status).toBe(500);
    expect(text).not.toContain("secret");
    expect(text).not.toContain("stumble.ts");
    const logged = reporter.warnings.find((line) => line.includes(requestId));
    expect(logged).toContain("secret detail of /home/somebody");
    expect((await post(`${server.url}/v1/pair/double`, { rows: [[1, 1, 1]] })).status).toBe(200);
  });
});

describe("headers", () => {
  test("let no page of another origin in, and allow WebAssembly threads to ours", async () => {
    const server = await startServer();
    for (const path of ["/", "/docs", "/v1/models", "/nothing"]) {
      const { headers } = await fetch(`${server.url}${path}`);
      expect(headers.get("Cross-Origin-Opener-Policy")).toBe("same-origin");
      expect(headers.get("Cross-Origin-Embedder-Policy")).toBe("require-corp");
      expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
      expect(headers.get("Content-Security-Policy")).toContain("default-src 'none'");
      expect(headers.get("Access-Control-Allow-Origin")).toBeNull();
    }
  });
});
