/** Servers for tests: on a free port, over a repository of their own, closed when the test ends. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import type { ModelRegistry } from "../../../core/definition.js";
import { type Reporter, silentReporter } from "../../../core/reporter.js";
import type { ServeOptions } from "../../../serve/options.js";
import { createServer, type RunningServer } from "../../../serve/server.js";
import { pairDefinition, twinsDefinition } from "./pair-definition.js";
import { publish } from "./publish.js";

export const registry: ModelRegistry = { pair: pairDefinition, twins: twinsDefinition };

const defaults = { registry, host: "127.0.0.1", port: 0, reporter: silentReporter, executors: 1 };

/** An empty repository, removed when the test ends. */
export async function emptyRepository(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "kiln-serve-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  return root;
}

/** A reporter that keeps what it is told. */
export function keepingReporter(): Reporter & { readonly notes: string[]; readonly warnings: string[] } {
  const notes: string[] = [];
  const warnings: string[] = [];
  return { ...silentReporter, notes, warnings, note: (text) => notes.push(text), warn: (text) => warnings.push(text) };
}

/** A server with version 1 of the pair, or over the repository that is given. */
export async function startServer(options: Partial<ServeOptions> = {}): Promise<RunningServer> {
  let { repository } = options;
  if (repository === undefined) {
    repository = await emptyRepository();
    await publish(repository);
  }
  const server = await createServer({ ...defaults, ...options, repository });
  onTestFinished(async () => {
    await server.close(1_000);
  });
  return server;
}

/** One server for all tests of a file or a `describe`: call it there, read `url` in the tests. */
export function sharedServer(options: Partial<ServeOptions> = {}): { readonly url: string } {
  let server: RunningServer | undefined;
  let repository = "";
  beforeAll(async () => {
    repository = await mkdtemp(join(tmpdir(), "kiln-serve-"));
    await publish(repository);
    server = await createServer({ ...defaults, ...options, repository });
  });
  afterAll(async () => {
    await server?.close(1_000);
    await rm(repository, { recursive: true, force: true });
  });
  return {
    get url() {
      if (server === undefined) throw new Error("the server starts before the first test");
      return server.url;
    },
  };
}

/** Posts JSON, or text as it is. */
export function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}
