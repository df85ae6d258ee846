/** The folder of a worker: what living ones have stays, what dead ones left goes, even while it is still written to. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { scratchFolder } from "../../../cli/worker/scratch.js";
import { thisProcess } from "../../../system/process-identity.js";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "kiln-scratch-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));

/** What a worker leaves that was killed. */
function abandoned(name: string): string {
  const path = join(root, name);
  mkdirSync(join(path, "run"), { recursive: true });
  writeFileSync(join(path, "run", "config.json"), "{}");
  writeFileSync(`${path}.json`, JSON.stringify({ ...thisProcess(), start: "another" }));
  return path;
}

it("is of one worker, and gone after it", () => {
  const [one, two] = [scratchFolder(root), scratchFolder(root)];
  expect(one.path).not.toBe(two.path);
  one.remove();
  expect(existsSync(one.path)).toBe(false);
  expect(existsSync(two.path)).toBe(true);
  two.remove();
  expect(readdirSync(root)).toEqual([]);
});

it("is removed when its worker is dead, not when that may live on another machine", () => {
  const dead = abandoned("dead");
  const far = abandoned("far");
  writeFileSync(`${far}.json`, JSON.stringify({ ...thisProcess(), host: "elsewhere" }));
  scratchFolder(root).remove();
  expect(existsSync(dead)).toBe(false);
  expect(readdirSync(root).sort()).toEqual(["far", "far.json"]);
});

it("of a dead worker whose training still writes is no trouble, and is removed later", async () => {
  const path = abandoned("busy");
  const script = `
    const fs = require("node:fs");
    process.stdout.write("writing");
    for (let i = 0; ; i++) try {
      fs.mkdirSync(${JSON.stringify(path)} + "/run", { recursive: true });
      fs.writeFileSync(${JSON.stringify(path)} + "/run/" + (i % 500), "x");
    } catch {}`;
  const writer = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    await once(writer.stdout, "data");
    for (let i = 0; i < 20; i++) scratchFolder(root).remove();
  } finally {
    const ended = once(writer, "exit");
    writer.kill("SIGKILL");
    await ended;
  }
  // The owner's file is the last to go, so that what could not be removed is found again.
  writeFileSync(`${path}.json`, JSON.stringify({ ...thisProcess(), start: "another" }));
  scratchFolder(root).remove();
  expect(readdirSync(root)).toEqual([]);
});
