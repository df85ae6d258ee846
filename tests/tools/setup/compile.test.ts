import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { project as projectAt, projectRoot } from "../../../tools/setup/project.mjs";
import { runStep, whyRun } from "../../../tools/setup/step.mjs";
import { compile } from "../../../tools/setup/steps/compile.mjs";
import { recordedProgress, scratchFolder } from "./scratch.js";

function sourceTree() {
  const project = projectAt(scratchFolder());
  symlinkSync(join(projectRoot, "node_modules"), project.nodeModules);
  const write = (path: string, text: string) => writeFileSync(join(project.root, path), text);
  const compilerOptions = { target: "ES2022", module: "NodeNext", types: [], rootDir: ".", strict: true };
  write(
    "tsconfig.json",
    JSON.stringify({ compilerOptions, include: ["main.ts", "parts"], exclude: ["parts/left-out"] }),
  );
  write("main.ts", 'export { part } from "./parts/part.js";\n');
  mkdirSync(join(project.root, "parts", "left-out"), { recursive: true });
  write("parts/part.ts", "export const part = 1;\n");
  write("parts/old.ts", "export const old = 1;\n");
  const step = compile(project);
  const run = () =>
    runStep(step, {
      stamps: project.stamps,
      progress: recordedProgress().progress,
      signal: new AbortController().signal,
    });
  return { project, step, run, write, why: () => whyRun(step, project.stamps) };
}

describe("the compilation", () => {
  it("is skipped while the sources are the same, and leaves no output of a deleted one", async () => {
    const { project, run, write, why } = sourceTree();
    expect(await run()).toBe(true);
    expect(readdirSync(join(project.dist, "parts")).sort()).toEqual(["old.js", "part.js"]);
    expect(await run()).toBe(false);
    write("parts/left-out/data.json", "{}");
    expect(why()).toBeUndefined();

    rmSync(join(project.root, "parts", "old.ts"));
    expect(why()).toBe("what it is made from has changed");
    expect(await run()).toBe(true);
    expect(readdirSync(join(project.dist, "parts"))).toEqual(["part.js"]);

    writeFileSync(join(project.dist, "main.js"), "");
    expect(why()).toBe("dist/main.js is missing or was changed");
  });

  it("of sources with a fault fails with the compiler's words, and keeps the last build", async () => {
    const { project, run, write } = sourceTree();
    await run();
    write("parts/part.ts", 'export const part: number = "1";\n');
    await expect(run()).rejects.toMatchObject({
      message: "The sources do not compile.",
      details: [expect.stringContaining("parts/part.ts(1,14): error TS2322")],
    });
    expect(existsSync(join(project.dist, "main.js"))).toBe(true);
    expect(existsSync(`${project.dist}.new`)).toBe(false);
  });
});
