import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { NotBelow, namesBelowSync, openBelow, openBelowSync, readBelowSync } from "../../system/below.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-below-"));
const root = join(folder, "root");
mkdirSync(join(root, "inner"), { recursive: true });
mkdirSync(join(folder, "root-beside"));
writeFileSync(join(folder, "secret"), "secret");
writeFileSync(join(folder, "root-beside", "secret"), "secret");
writeFileSync(join(root, "inner", "file"), "ours");
symlinkSync("inner/file", join(root, "link"));
symlinkSync("../../secret", join(root, "inner", "out"));
symlinkSync(folder, join(root, "up"));
symlinkSync(join(folder, "root-beside"), join(root, "beside"));
symlinkSync(root, join(folder, "root-link"));
execFileSync("mkfifo", [join(root, "pipe")]);
afterAll(() => rmSync(folder, { recursive: true }));

describe("what lies below a folder", () => {
  test.each([
    ["a file", root, ["inner", "file"]],
    ["a link inside", root, ["link"]],
    ["a root that is a link itself", join(folder, "root-link"), ["inner", "file"]],
  ])("%s is opened", async (_, from, names) => {
    const handle = await openBelow(from, ...names);
    expect(await handle.readFile("utf8")).toBe("ours");
    await handle.close();
    expect(readBelowSync(from, ...names).toString()).toBe("ours");
    closeSync(openBelowSync(from, ...names));
  });

  test.each([
    ["a link out", ["inner", "out"]],
    ["a way through a link to a folder", ["up", "secret"]],
    ["a neighbour whose name begins alike", ["beside", "secret"]],
    ["a path upwards", ["..", "secret"]],
    ["the root", ["."]],
    ["a folder", ["inner"]],
    ["a named pipe, which would wait for a writer", ["pipe"]],
  ])("%s is not", async (_, names) => {
    await expect(openBelow(root, ...names)).rejects.toThrow(NotBelow);
    expect(() => readBelowSync(root, ...names)).toThrow(/ENOTBELOW|EISDIR/);
  });

  test("the names of a folder are listed, and of none that lies elsewhere", () => {
    expect(namesBelowSync(root, "inner").sort()).toEqual(["file", "out"]);
    for (const name of ["up", "beside"]) expect(() => namesBelowSync(root, name)).toThrow(NotBelow);
    expect(() => namesBelowSync(root, "nowhere")).toThrow(/ENOENT/);
  });
});
