/** The run directory: lock, status, log, names. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { livenessOf, thisProcess } from "../../system/process-identity.js";
import { chooseRunDirectory, runName } from "../../train/run/create.js";
import { writeAtomically } from "../../train/run/files.js";
import { lockRun } from "../../train/run/lock.js";
import { MetricsLog, readMetrics } from "../../train/run/metrics-log.js";
import { readStatus, writeStatus } from "../../train/run/status.js";

let run: string;
beforeEach(() => {
  run = mkdtempSync(join(tmpdir(), "kiln-run-"));
});
afterEach(() => rmSync(run, { recursive: true, force: true }));

const running = { status: "running", step: 3, totalSteps: 9, epoch: 1, message: "" } as const;
const lockFile = () => join(run, "lock.json");

/** A process that has ended. */
function deadProcess(): number {
  return spawnSync(process.execPath, ["-e", ""]).pid;
}

describe("the lock", () => {
  test("is held by one and given back", () => {
    const lock = lockRun(run);
    expect(() => lockRun(run)).toThrow(new RegExp(`process ${process.pid} is training in this run directory`));
    expect(readdirSync(run)).toEqual(["lock.json"]);
    lock.release();
    lockRun(run).release();
    expect(readdirSync(run)).toEqual([]);
  });

  test("of a dead process is taken over", () => {
    writeFileSync(lockFile(), JSON.stringify({ host: hostname(), pid: deadProcess(), start: "" }));
    lockRun(run).release();
  });

  test("of an earlier process with a living one's number is taken over", () => {
    writeFileSync(lockFile(), JSON.stringify({ ...thisProcess(), start: "another boot/1" }));
    expect(livenessOf({ ...thisProcess(), start: "another boot/1" })).toBe("dead");
    lockRun(run).release();
  });

  test("of another host is respected, with a word on what to do", () => {
    writeFileSync(lockFile(), JSON.stringify({ host: "elsewhere", pid: 1, start: "" }));
    expect(() => lockRun(run)).toThrow(/host elsewhere.*\n.*delete the lock file/s);
  });

  test("that is no lock is named", () => {
    writeFileSync(lockFile(), "{");
    expect(() => lockRun(run)).toThrow(/lock\.json.*not valid JSON/);
  });
});

describe("the status", () => {
  test("tells running from killed by the lock", () => {
    writeStatus(run, running);
    expect(readStatus(run).status).toBe("killed");
    const lock = lockRun(run);
    expect(readStatus(run)).toMatchObject(running);
    lock.release();
    writeStatus(run, { ...running, status: "finished" });
    expect(readStatus(run).status).toBe("finished");
  });

  test("is missing in what is no run", () => {
    expect(() => readStatus(join(run, "nothing"))).toThrow(/no run status here/);
  });
});

describe("the log", () => {
  const path = () => join(run, "metrics.jsonl");
  const line = (step: number) => ({ kind: "step", step, epoch: 0, figures: { loss: 1 / step } }) as const;

  test("drops what was written after the checkpoint", () => {
    const log = new MetricsLog(path(), 0);
    log.append(line(1));
    const { bytes } = log;
    log.append(line(2));
    log.close();
    writeFileSync(path(), `${readFileSync(path(), "utf8")}{"kind":"st`);
    const again = new MetricsLog(path(), bytes);
    again.append(line(3));
    again.close();
    expect(readMetrics(path())).toEqual([
      { kind: "step", epoch: 0, step: 1, loss: 1 },
      { kind: "step", epoch: 0, step: 3, loss: 1 / 3 },
    ]);
  });

  test("that somebody cut is refused", () => {
    writeFileSync(path(), "{}\n");
    expect(() => new MetricsLog(path(), 100)).toThrow(/has 3 bytes, the checkpoint was written when it had 100/);
  });
});

describe("where a run goes", () => {
  test("by default below runs/<model>, and never where another run is", () => {
    expect(runName(new Date("2021-03-01T14:05:09Z"), 7)).toBe("20210301T140509-7");
    const first = chooseRunDirectory("trend", 7, undefined, run);
    expect(first).toMatch(/trend\/\d{8}T\d{6}-7$/);
    mkdirSync(first, { recursive: true });
    expect(chooseRunDirectory("trend", 7, undefined, run)).not.toBe(first);
  });

  test("a directory of one's own must be empty, or left by a kill before the run began", () => {
    expect(chooseRunDirectory("trend", 1, join(run, "new"))).toBe(join(run, "new"));
    writeFileSync(join(run, ".writing-config.json"), "{");
    writeFileSync(lockFile(), "{}");
    expect(chooseRunDirectory("trend", 1, run)).toBe(run);
    writeFileSync(join(run, "config.json"), "{}");
    expect(() => chooseRunDirectory("trend", 1, run)).toThrow(/not empty\n.*--resume/);
    const other = join(run, "other");
    mkdirSync(other);
    writeFileSync(join(other, "letter.txt"), "");
    expect(() => chooseRunDirectory("trend", 1, other)).toThrow(/not empty\nName a new directory/);
  });
});

describe("writing", () => {
  test("leaves the old file when the new one cannot be written", () => {
    const path = join(run, "file.json");
    writeAtomically(path, ["old"]);
    expect(() => writeAtomically(join(run, "missing", "file.json"), ["new"])).toThrow(/cannot be written/);
    mkdirSync(join(run, "folder"));
    expect(() => writeAtomically(join(run, "folder"), ["new"])).toThrow(/cannot be written/);
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(run).sort()).toEqual(["file.json", "folder"]);
    expect(existsSync(join(run, "folder"))).toBe(true);
  });
});
