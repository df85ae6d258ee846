/** A real `kiln serve`, in a process of its own. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { FailedError } from "../../../core/errors.js";
import { ownPackage } from "../../../system/own-package.js";

/** A server that is running. */
export interface Server {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts a server on a free port and waits until it answers.
 *
 * @throws FailedError with its own words when it does not start.
 */
export async function startServer(repository: string): Promise<Server> {
  const script = join(ownPackage().root, "dist", "cli", "kiln.js");
  const child = spawn(process.execPath, [script, "serve", "--repository", repository, "--port", "0", "--json"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let words = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    words += text;
  });
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => reject(new FailedError("kiln serve does not start", { next: words.trim() })));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const event = JSON.parse(line) as { event: string; url?: string };
      if (event.event === "result" && event.url !== undefined) resolve(event.url);
    });
  });
  return {
    url,
    close: async () => {
      child.kill("SIGTERM");
      await closed;
    },
  };
}
