import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { project as projectAt } from "../../../tools/setup/project.mjs";
import { runStep, whyRun } from "../../../tools/setup/step.mjs";
import { findDifference, npmPackages } from "../../../tools/setup/steps/npm-packages.mjs";
import { recordedProgress, scratchFolder } from "./scratch.js";

interface Entry {
  version: string;
  integrity?: string;
  optional?: boolean;
}

function writeJson(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(value));
}

/** A project whose node_modules is what npm leaves behind. */
function installed(packages: Record<string, Entry>) {
  const project = projectAt(scratchFolder());
  const all = { "": { dependencies: {} }, ...packages };
  writeJson(join(project.root, "package.json"), { name: "x", dependencies: {} });
  writeJson(join(project.root, "package-lock.json"), { packages: all });
  const there = Object.fromEntries(Object.entries(packages).filter(([, entry]) => entry.optional !== true));
  writeJson(join(project.nodeModules, ".package-lock.json"), { packages: there });
  for (const [path, { version }] of Object.entries(there)) {
    writeJson(join(project.root, path, "package.json"), { version });
  }
  return project;
}

const PACKAGES: Record<string, Entry> = {
  "node_modules/a": { version: "1.0.0", integrity: "sha512-a" },
  "node_modules/a/node_modules/b": { version: "2.0.0", integrity: "sha512-b" },
  "node_modules/for-another-platform": { version: "1.0.0", integrity: "sha512-c", optional: true },
};

describe("node_modules against the lock file", () => {
  it("is right when npm says that it installed just that", () => {
    expect(findDifference(installed(PACKAGES))).toBeUndefined();
  });

  it("differs when npm was cut off, which writes its own note last", () => {
    const project = installed(PACKAGES);
    rmSync(join(project.nodeModules, ".package-lock.json"));
    expect(findDifference(project)).toBe("node_modules is not complete");
    writeFileSync(join(project.nodeModules, ".package-lock.json"), '{"packages":');
    expect(findDifference(project)).toBe("node_modules is not complete");
  });

  it("differs when a package is gone, is of another version, or is not in the lock file", () => {
    const project = installed(PACKAGES);
    const lock = join(project.root, "package-lock.json");
    rmSync(join(project.nodeModules, "a", "node_modules"), { recursive: true });
    expect(findDifference(project)).toBe("node_modules/a/node_modules/b is missing");
    writeJson(lock, { packages: { ...PACKAGES, "node_modules/a": { version: "1.0.1", integrity: "sha512-a1" } } });
    expect(findDifference(project)).toBe("node_modules/a has another version");
    writeJson(lock, { packages: { "node_modules/a": PACKAGES["node_modules/a"] } });
    expect(findDifference(project)).toBe("node_modules/a/node_modules/b is not in the lock file");
    writeJson(lock, { packages: { ...PACKAGES, "node_modules/new": { version: "1.0.0" } } });
    expect(findDifference(project)).toContain("is missing");
  });
});

describe("the step of the npm packages", () => {
  const options = (project: ReturnType<typeof projectAt>) => ({
    stamps: project.stamps,
    progress: recordedProgress().progress,
    signal: new AbortController().signal,
  });

  it("adopts what a developer installed by hand, without touching it", async () => {
    const project = installed(PACKAGES);
    expect(await runStep(npmPackages(project), options(project))).toBe(false);
    expect(whyRun(npmPackages(project), project.stamps)).toBeUndefined();
    const added: Record<string, Entry> = { ...PACKAGES, "node_modules/new": { version: "1.0.0" } };
    for (const path of [join(project.root, "package-lock.json"), join(project.nodeModules, ".package-lock.json")]) {
      const { "node_modules/for-another-platform": _, ...there } = added;
      writeJson(path, { packages: path.includes("node_modules") ? there : added });
    }
    writeJson(join(project.nodeModules, "new", "package.json"), {});
    expect(whyRun(npmPackages(project), project.stamps)).toBe("what it is made from has changed");
    expect(await runStep(npmPackages(project), options(project))).toBe(false);
  });

  it("says so when package.json and the lock file disagree", async () => {
    const project = installed(PACKAGES);
    rmSync(join(project.nodeModules, ".package-lock.json"));
    writeJson(join(project.root, "package.json"), { dependencies: { c: "1.0.0" } });
    await expect(runStep(npmPackages(project), options(project))).rejects.toMatchObject({
      message: "package.json and package-lock.json disagree about dependencies.",
      next: expect.stringContaining("npm install"),
    });
  });
});
