/** What a server must not give away, and names that it must not answer to. */
import { once } from "node:events";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { operation } from "../../core/operation.js";
import type { Problem } from "../../serve/problem/problem.js";
import { pairDefinition } from "./support/pair-definition.js";
import { publish } from "./support/publish.js";
import { emptyRepository, keepingReporter, post, sharedServer, startServer } from "./support/running.js";

/** Sends text as it is; the connection ends with the answer. */
async function raw(url: string, request: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = createConnection({ host: hostname, port: Number(port) });
  await once(socket, "connect");
  socket.write(request);
  return await text(socket);
}

describe("files of a repository", () => {
  test("no link leads out of a version's folder, with or without compression; a lost file is 404 and no bug", async () => {
    const repository = await emptyRepository();
    await publish(repository);
    const reporter = keepingReporter();
    const secret = join(repository, "..", `secret-${process.pid}.txt`);
    writeFileSync(secret, "secret words");
    const version = join(repository, "pair", "1");
    symlinkSync(secret, join(version, "README.md"));
    const { url } = await startServer({ repository, reporter });
    const get = (file: string, encoding = "identity") =>
      fetch(`${url}/models/pair/1/${file}`, { headers: { "Accept-Encoding": encoding } });
    for (const encoding of ["identity", "br"]) {
      const answer = await get("README.md", encoding);
      expect([answer.status, (await answer.text()).includes("secret")]).toEqual([404, false]);
    }
    rmSync(secret);
    // A link that stays in the folder is the folder's own.
    rmSync(join(version, "README.md"));
    mkdirSync(join(version, "texts"));
    writeFileSync(join(version, "texts", "card.md"), "a card");
    symlinkSync("texts/card.md", join(version, "README.md"));
    expect(await (await get("README.md")).text()).toBe("a card");
    const model = await readFile(join(version, "model.onnx"));
    for (const encoding of ["identity", "br"]) {
      expect(Buffer.from(await (await get("model.onnx", encoding)).arrayBuffer()).equals(model)).toBe(true);
    }
    rmSync(join(version, "model.onnx"));
    rmSync(join(version, "manifest.json"));
    const lost = await get("model.onnx");
    expect((await lost.json()) as Problem).toMatchObject({
      status: 404,
      detail: expect.stringContaining("not there any more"),
    });
    expect((await fetch(`${url}/models/index.json`)).status).toBe(200);
    expect((await post(`${url}/v1/pair/double`, { rows: [[1, 2, 3]] })).status).toBe(200);
    expect(reporter.warnings).toEqual([]);
  });
});

describe("names", () => {
  const server = sharedServer({ allowedHosts: ["ml.example.org"] });
  const body = '{"rows":[[1,2,3]]}';
  const ask = (target: string, ...hosts: readonly string[]) =>
    raw(
      server.url,
      `POST ${target} HTTP/1.1\r\n${hosts.map((host) => `Host: ${host}\r\n`).join("")}Connection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  const path = "/v1/pair/double";

  test.each([
    "localhost",
    "localhost:8080",
    "127.0.0.1:1",
    "[::1]:80",
    "kiln.localhost",
    "ml.example.org",
    "ML.example.org:443",
  ])("%s is answered", async (host) => {
    expect(await ask(path, host)).toMatch(/^HTTP\/1\.1 200 /);
  });

  test.each([
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "ml.example.org.evil.example",
    "evil.example:80",
  ])("%s is 421: a page of another site must not read what is answered here", async (host) => {
    expect(await ask(path, host)).toMatch(/^HTTP\/1\.1 421 [\s\S]*problem\+json[\s\S]*allowedHosts/);
    expect(await ask(`http://${host}${path}`, "localhost")).toMatch(/^HTTP\/1\.1 421 /);
  });

  test("two Host headers are 400, also two of the same", async () => {
    expect(await ask(path, "localhost", "evil.example")).toMatch(/^HTTP\/1\.1 400 /);
    expect(await ask(path, "localhost", "localhost")).toMatch(/^HTTP\/1\.1 400 /);
  });

  test("a probe may come under any name", async () => {
    const probe = await raw(server.url, "GET /healthz HTTP/1.1\r\nHost: pod-7.example\r\nConnection: close\r\n\r\n");
    expect(probe).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe("words of a request", () => {
  const strict = operation({
    summary: "Take nothing else",
    description: "",
    request: z.strictObject({ a: z.number().default(1), list: z.array(z.strictObject({ b: z.number() })).default([]) }),
    response: z.object({}),
    example: {},
    run: async () => ({ json: {} }),
  });
  const registry = { pair: { ...pairDefinition, processings: { "pair@1": { strict } } } };

  test("are not said again without bound", async () => {
    const { url } = await startServer({ registry });
    const answers = async (value: unknown, size: number) => {
      const response = await post(`${url}/v1/pair/strict`, value);
      const said = await response.text();
      expect(response.status).toBe(400);
      expect(said.length).toBeLessThan(size);
      return JSON.parse(said) as Problem;
    };
    const keys = (count: number, long = 1) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}${"x".repeat(long)}`, 0]));
    expect((await answers(keys(1), 1_000)).detail).toBe('Unrecognized key: "k0x".');
    expect((await answers(keys(9), 1_000)).detail).toMatch(/"k4x" and 4 more\.$/);
    await answers(keys(40_000), 2_000);
    await answers(keys(400_000), 1_000);
    await answers(keys(7, 1_000_000), 2_000);
    await answers({ list: [keys(3, 1_000_000), keys(40_000)] }, 3_000);
    await answers({ list: Array.from({ length: 1_000 }, () => keys(5, 1_000)) }, 12_000);
  });

  test("a short boundary in Content-Type breaks no upload", async () => {
    const { url } = await startServer();
    const noise = "Q--Q\r\n-Q \r\n--Z Q".repeat(2_000);
    const part = (name: string, value: string) =>
      `--Q\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const form = `${part("label", noise)}${part("rows", "[[1,2,3],[4,5,6]]")}--Q--\r\n`;
    const response = await fetch(`${url}/v1/pair/double`, {
      method: "POST",
      headers: { "Content-Type": "multipart/form-data; boundary=Q" },
      body: form,
    });
    expect(await response.json()).toMatchObject({
      sums: [
        [2, 4, 6],
        [8, 10, 12],
      ],
      label: noise,
    });
  });
});
