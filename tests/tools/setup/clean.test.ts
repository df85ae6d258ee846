import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../../tools/setup/project.mjs";
import { scratchFolder } from "./scratch.js";

/** A checkout with what setup and a person's work leave in it; tools/setup/ itself depends on nothing, so it can be copied. */
function checkout(): string {
  const root = scratchFolder();
  cpSync(join(projectRoot, "tools", "setup"), join(root, "tools", "setup"), { recursive: true });
  cpSync(join(projectRoot, "bin"), join(root, "bin"), { recursive: true });
  writeFileSync(join(root, "package.json"), '{"name":"kilnjs","type":"module"}');
  // What tells a checkout from an installed package.
  writeFileSync(join(root, "package-lock.json"), "{}");
  const files = [
    "node_modules/a/index.js",
    "dist/cli/kiln.js",
    ".kiln/python/bin/python",
    ".kiln/stamps/compile.json",
    "runs/trend/1/config.json",
    "published/trend/1/model.onnx",
    "models/repository/trend/1/model.onnx",
    "models/faces/index.ts",
  ];
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), "x".repeat(1000));
  }
  return root;
}

function clean(root: string, ...args: string[]) {
  const script = join(root, "tools", "setup", "clean.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: root, encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("kiln clean", () => {
  it("without a terminal and without --yes lists everything and removes nothing", () => {
    const root = checkout();
    const { status, stderr } = clean(root);
    expect(status).toBe(2);
    expect(stderr).toContain("node_modules  (npm packages)");
    expect(stderr).toContain("0.0 MB  .kiln  (Python environment and notes of setup)");
    expect(stderr).toContain("Nothing was removed: say --yes");
    expect(readdirSync(root)).toEqual(expect.arrayContaining([".kiln", "dist", "node_modules", "runs"]));
  });

  it("removes what setup installed, and neither runs nor models", () => {
    const root = checkout();
    const { status, stdout, stderr } = clean(root, "--yes", "--json");
    expect(status, stderr).toBe(0);
    expect(readdirSync(root).sort()).toEqual([
      "bin",
      "models",
      "package-lock.json",
      "package.json",
      "published",
      "runs",
      "tools",
    ]);
    expect(existsSync(join(root, "models", "repository", "trend", "1", "model.onnx"))).toBe(true);
    expect(existsSync(join(root, "published", "trend", "1", "model.onnx"))).toBe(true);
    const { removed, bytes } = JSON.parse(stdout);
    expect(removed.map(({ path }: { path: string }) => path)).toEqual(
      ["dist", "node_modules", ".kiln"].map((name) => join(root, name)),
    );
    expect(bytes).toBe(4000);
    expect(clean(root, "--yes").stderr).toContain("There is nothing to remove.");
  });

  it("removes runs and models of the working directory when asked, and no source beside them", () => {
    const root = checkout();
    expect(clean(root, "--yes", "--runs", "--models", "--cwd", root).status).toBe(0);
    expect(readdirSync(root).sort()).toEqual(["bin", "models", "package-lock.json", "package.json", "tools"]);
    expect(readdirSync(join(root, "models"))).toEqual(["faces"]);
  });
});

describe("the launcher", () => {
  const launch = (root: string) => spawnSync(process.execPath, [join(root, "bin", "kiln.js")], { encoding: "utf8" });
  const NOT_YET = "Kiln is not set up yet. Run `npm run setup` (or `npm start`, which also runs the demo).\n";

  it("says how to set Kiln up where nothing is compiled, or its packages are gone", () => {
    const root = checkout();
    writeFileSync(
      join(root, "dist", "cli", "kiln.js"),
      'import "commander"; export const run = () => console.log("ran");',
    );
    expect(launch(root)).toMatchObject({ status: 1, stderr: NOT_YET });
    clean(root, "--yes");
    expect(launch(root)).toMatchObject({ status: 1, stderr: NOT_YET });
  });

  it("runs what is compiled, and hides none of its faults", () => {
    const root = checkout();
    const kiln = join(root, "dist", "cli", "kiln.js");
    writeFileSync(kiln, 'export const run = () => console.log("ran");');
    expect(launch(root)).toMatchObject({ status: 0, stdout: "ran\n" });
    writeFileSync(kiln, 'export const run = () => { throw new Error("a fault"); };');
    expect(launch(root).stderr).toContain("a fault");
  });
});
