import { createServer } from "node:http";
import { describe, expect, test } from "vitest";
import { FailedError } from "../../core/errors.js";
import { listen, listenError, urlOf } from "../../serve/listen.js";
import { publish } from "./support/publish.js";
import { emptyRepository, startServer } from "./support/running.js";

describe("a port that cannot be had is one clear error", () => {
  test("in use", async () => {
    const first = await startServer();
    const failure = startServer({ port: first.port });
    await expect(failure).rejects.toThrow(FailedError);
    await expect(failure).rejects.toThrow(
      `port ${first.port} on 127.0.0.1 is in use\nChoose another one with --port, or --port 0 for any that is free.`,
    );
  });

  test("in use, before any model is looked at", async () => {
    const first = await startServer();
    await expect(startServer({ port: first.port, repository: await emptyRepository() })).rejects.toThrow("is in use");
  });

  test("of an address that is not ours", async () => {
    await expect(listen(createServer(), "203.0.113.1", 0)).rejects.toThrow("203.0.113.1 is no address of this machine");
  });

  test("below 1024, for a user who is not root", () => {
    const cause = Object.assign(new Error("listen EACCES: permission denied 127.0.0.1:81"), { code: "EACCES" });
    expect(listenError(cause, "127.0.0.1", 81)).toMatchObject({
      kind: "failed",
      message: "this user may not listen on port 81 of 127.0.0.1\nChoose a port above 1023 with --port.",
    });
  });

  test("is free again when the models cannot be loaded", async () => {
    const repository = await emptyRepository();
    const first = await startServer();
    const { port } = first;
    await first.close();
    await expect(startServer({ port, repository })).rejects.toThrow("no model to serve");
    await publish(repository);
    expect((await startServer({ port, repository })).port).toBe(port);
  });
});

test.each([
  ["127.0.0.1", "http://127.0.0.1:80"],
  ["0.0.0.0", "http://127.0.0.1:80"],
  ["::", "http://[::1]:80"],
  ["::1", "http://[::1]:80"],
  ["localhost", "http://localhost:80"],
])("the address to show for %s is %s", (host, url) => {
  expect(urlOf(host, 80)).toBe(url);
});
