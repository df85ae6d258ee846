import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { whyNoBuild } from "../../../tools/setup/addon/build-from-wheel.mjs";
import { SetupError } from "../../../tools/setup/failure.mjs";
import { findPython } from "../../../tools/setup/find-python.mjs";
import { freeDiskBytes, requireNode, requireRoom } from "../../../tools/setup/prerequisites.mjs";
import { scratchFolder } from "./scratch.js";

/** A program that answers as a Python of some kind would. */
function fakePython(folder: string, name: string, answer: object | null): void {
  const path = join(folder, name);
  const line = answer === null ? "exit 127" : `echo '${JSON.stringify(answer)}'`;
  writeFileSync(path, `#!/bin/sh\n${line}\n`);
  chmodSync(path, 0o755);
}

const python = (minor: number, more: object = {}) => ({
  version: [3, minor, 1],
  path: `/opt/python3.${minor}`,
  bits: 64,
  lacks: [],
  ...more,
});

function failureOf(work: () => unknown): SetupError {
  try {
    work();
  } catch (error) {
    if (error instanceof SetupError) return error;
    throw error;
  }
  return expect.fail("it should have failed");
}

describe("the Python that setup takes", () => {
  it("is python3 where that one fits", () => {
    const folder = scratchFolder();
    fakePython(folder, "python3", python(11));
    fakePython(folder, "python3.12", python(12));
    expect(findPython({ PATH: `${folder}:/bin` }).version).toEqual([3, 11, 1]);
  });

  it("is another where python3 is too old, and a shim that answers with an error is passed over", () => {
    const folder = scratchFolder();
    fakePython(folder, "python3", python(8));
    fakePython(folder, "python3.13", null);
    fakePython(folder, "python3.12", python(12));
    expect(findPython({ PATH: `${folder}:/bin` }).path).toBe("/opt/python3.12");
  });

  it("is the one that KILN_PYTHON names, and no other", () => {
    const folder = scratchFolder();
    fakePython(folder, "python3", python(11));
    fakePython(folder, "mine", python(10));
    const env = { PATH: `${folder}:/bin`, KILN_PYTHON: join(folder, "mine") };
    expect(findPython(env).version).toEqual([3, 10, 1]);
    const error = failureOf(() => findPython({ ...env, KILN_PYTHON: "/none" }));
    expect(error.details).toEqual(["KILN_PYTHON=/none does not run"]);
  });

  it("when none fits, is described with what was found and how to get one", () => {
    const folder = scratchFolder();
    fakePython(folder, "python3", python(14));
    fakePython(folder, "python3.11", python(11, { lacks: ["ensurepip"] }));
    fakePython(folder, "python3.10", python(10, { bits: 32 }));
    const error = failureOf(() => findPython({ PATH: `${folder}:/bin` }));
    expect(error.message).toMatch(/^Python 3\.10, 3\.11, 3\.12 or 3\.13 .* is needed/);
    expect(error.details).toEqual([
      "python3 is 3.14.1 (/opt/python3.14): too new, TensorFlow has no wheel for it yet",
      "python3.11 is 3.11.1 (/opt/python3.11): its module ensurepip is not installed (venv)",
      "python3.10 is 3.10.1 (/opt/python3.10): 32-bit",
    ]);
    expect(error.next).toContain("KILN_PYTHON");
    if (process.platform === "linux") expect(error.next).toContain("python3-venv");
  });

  it("when there is none at all, is described too", () => {
    expect(failureOf(() => findPython({ PATH: scratchFolder() })).details).toEqual(["no python3 was found"]);
  });
});

describe("the machine", () => {
  it.each([
    [{ version: "18.19.0" }, "Node.js 20.10 or newer is needed; this is 18.19.0."],
    [{ version: "20.9.0" }, "Node.js 20.10 or newer is needed; this is 20.9.0."],
    [{ version: "22.0.0", platform: "win32" }, "Setup does not run on Windows itself."],
    [{ version: "22.0.0", platform: "linux", arch: "ia32" }, "There is no TensorFlow for this processor (ia32)."],
    [
      { version: "22.0.0", platform: "darwin", arch: "x64" },
      "TensorFlow is no longer published for Macs with an Intel",
    ],
  ])("%o is refused with what to do", (machine, message) => {
    const error = failureOf(() => requireNode(machine));
    expect(error.message).toContain(message);
    expect(error.next).toMatch(/\w+ .*\.$/);
  });

  it.each(["20.10.0", "22.23.3", "24.0.0"])("with Node %s is accepted", (version) => {
    expect(() => requireNode({ version, platform: "linux", arch: "x64" })).not.toThrow();
  });

  it("has its free disk space read, also for a folder that is not there yet", () => {
    expect(freeDiskBytes(join(scratchFolder(), "a", "b"))).toBeGreaterThan(1e6);
  });

  it("without a compiler is told which packages to install", () => {
    const error = whyNoBuild({ PATH: scratchFolder() }, "linux");
    expect(error?.message).toBe("a C++ compiler (g++ or c++ or clang++) was not found.");
    expect(error?.next).toContain("apt-get install g++");
    expect(whyNoBuild({ PATH: process.env.PATH, CXX: "nonesuch++ -O2" }, "linux")?.message).toContain("nonesuch++");
  });
});

describe("what an installation needs", () => {
  it("is asked for by what is still to be done", () => {
    const root = scratchFolder();
    expect(() => requireRoom(root, { disk: 1000, python: true })).not.toThrow();
    const error = failureOf(() => requireRoom(root, { disk: 9e18, python: false }));
    expect(error.message).toMatch(/^9000000000\.0 GB of disk are needed at .*; [\d.]+ GB are free\.$/);
  });

  it("is told whole when several things are missing", () => {
    vi.stubEnv("KILN_PYTHON", "/none");
    const error = failureOf(() => requireRoom(scratchFolder(), { disk: 9e18, python: true }));
    vi.unstubAllEnvs();
    expect(error.message).toBe("2 things are missing.");
    expect(error.details.join("\n")).toMatch(/^Python 3\.10.*KILN_PYTHON=\/none does not run.*GB of disk are needed/s);
  });
});
