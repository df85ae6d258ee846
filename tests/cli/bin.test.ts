/** `bin/kiln.js`: what it says before anything of Kiln is loaded. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { root } from "../fixtures/source-tree.js";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "kiln-bin-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function kiln(cwd: string, ...options: string[]) {
  const { status, stderr } = spawnSync(process.execPath, [...options, join(root, "bin", "kiln.js"), "--version"], {
    cwd,
    encoding: "utf8",
  });
  return { status, stderr };
}

it("another Kiln than the project's own is told to leave the work to that one", () => {
  const other = join(folder, "node_modules", "kilnjs");
  mkdirSync(join(folder, "below"), { recursive: true });
  mkdirSync(other, { recursive: true });
  writeFileSync(join(other, "package.json"), '{ "name": "kilnjs", "version": "0.0.9" }');
  const { status, stderr } = kiln(join(folder, "below"));
  expect(status).toBe(2);
  expect(stderr).toMatch(/^error: this Kiln is .* of its own, .*node_modules\/kilnjs: call that one, by npx kiln\.\n$/);
  expect(stderr).toContain(other);
});

it("an old Node is told so in one line", () => {
  const older = "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'18.20.0'})";
  const { status, stderr } = kiln(root, "--import", older);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^error: Kiln needs Node\.js 20\.10 or newer; this is 18\.20\.0\. [^\n]*\n$/);
});
