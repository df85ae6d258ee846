import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { Interrupted } from "../../../tools/setup/failure.mjs";
import { acquireLock, type Owner } from "../../../tools/setup/lock.mjs";
import { processPlace, processStart } from "../../../tools/setup/processes.mjs";
import { scratchFolder } from "./scratch.js";

const program = (name: string) => fileURLToPath(new URL(`programs/${name}`, import.meta.url));

function start(name: string, ...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [program(name), ...args], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

/** A signal that fires after a while: for locks that must not be given. */
const soon = () => AbortSignal.timeout(900);

function ticket(folder: string, number: number, owner: Partial<Owner>): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, String(number).padStart(9, "0"));
  const whole: Owner = { pid: 1, start: "1", place: processPlace(), token: "t", since: "2026-01-01", ...owner };
  writeFileSync(path, JSON.stringify(whole));
  return path;
}

describe("the lock of setup", () => {
  it("is held by one process at a time, however many want it", async () => {
    const root = scratchFolder();
    const file = join(root, "count");
    writeFileSync(file, "0");
    const children = Array.from({ length: 5 }, () => start("count-under-lock.mjs", join(root, "lock"), file, "6"));
    const codes = await Promise.all(children.map(async (child) => (await once(child, "exit"))[0]));
    expect(codes).toEqual([0, 0, 0, 0, 0]);
    expect(readFileSync(file, "utf8")).toBe("30");
    expect(readdirSync(join(root, "lock"))).toHaveLength(1);
  });

  it("says whom it waits for, and goes on when that one is done", async () => {
    const folder = join(scratchFolder(), "lock");
    const first = await acquireLock(folder);
    const waited: Owner[] = [];
    const second = acquireLock(folder, {
      onWait: (owner) => {
        waited.push(owner);
        setTimeout(first.release, 50);
      },
    });
    (await second).release();
    expect(waited.map(({ pid }) => pid)).toEqual([process.pid]);
  });

  it("is taken over from a killed process, and ends what that one left running", async () => {
    const folder = join(scratchFolder(), "lock");
    const holder = start("hold-lock.mjs", folder);
    const [line] = holder.stdout === null ? [] : await once(holder.stdout, "data");
    const orphan = Number(String(line));
    expect(processStart(orphan)).toBeDefined();
    await expect(acquireLock(folder, { signal: soon() })).rejects.toBeInstanceOf(Interrupted);

    holder.kill("SIGKILL");
    await once(holder, "exit");
    expect(processStart(orphan)).toBeDefined();
    let ended = 0;
    const lock = await acquireLock(folder, { onLeftovers: (count) => (ended += count) });
    expect(ended).toBe(1);
    expect(processStart(orphan)).toBeUndefined();
    lock.release();
  });

  it("is taken over when another process has the dead one's number", async () => {
    const folder = join(scratchFolder(), "lock");
    ticket(folder, 7, { pid: process.pid, start: "0" });
    (await acquireLock(folder)).release();
    expect(readdirSync(folder)).toEqual(["000000008"]);
  });

  it("believes an owner elsewhere while it shows signs of life", async () => {
    const folder = join(scratchFolder(), "lock");
    const path = ticket(folder, 3, { place: "another machine" });
    await expect(acquireLock(folder, { signal: soon() })).rejects.toBeInstanceOf(Interrupted);
    const longAgo = new Date(Date.now() - 120_000);
    utimesSync(path, longAgo, longAgo);
    (await acquireLock(folder)).release();
  });

  it("waits for a ticket that is being written, and passes one that never will be", async () => {
    const folder = join(scratchFolder(), "lock");
    const path = ticket(folder, 1, {});
    writeFileSync(path, "");
    const later = new Date(Date.now() + 60_000);
    utimesSync(path, later, later);
    await expect(acquireLock(folder, { signal: soon() })).rejects.toBeInstanceOf(Interrupted);
    const before = new Date(Date.now() - 30_000);
    utimesSync(path, before, before);
    (await acquireLock(folder)).release();
  });
});
