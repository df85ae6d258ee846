/** Where a config is looked for, and what is refused: it is code, and would run. */
import { chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { CONFIG_NAMES, findConfig } from "../../config/find.js";
import { UsageError } from "../../core/errors.js";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "kiln-find-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let home: string;
let project: string;
let deep: string;

beforeEach(() => {
  home = mkdtempSync(join(folder, "home-"));
  project = join(home, "work", "app");
  deep = join(project, "models", "leaf");
  mkdirSync(deep, { recursive: true });
});

function write(...path: string[]): string {
  const file = join(...path);
  writeFileSync(file, "export default {};\n");
  return file;
}

describe("a config", () => {
  it.each(CONFIG_NAMES)("may be called %s, and is found from a folder below", (name) => {
    const file = write(project, name);
    expect(findConfig({ from: deep, home })).toBe(file);
  });

  it("is the nearest one", () => {
    write(project, "kiln.config.ts");
    const nearer = write(deep, "kiln.config.mjs");
    expect(findConfig({ from: deep, home })).toBe(nearer);
  });

  it("is found beside the nearest package.json, and not above it", () => {
    write(join(home, "work"), "kiln.config.ts");
    writeFileSync(join(project, "package.json"), "{}");
    expect(findConfig({ from: deep, home })).toBeNull();
    const beside = write(project, "kiln.config.ts");
    expect(findConfig({ from: deep, home })).toBe(beside);
  });

  it("is not looked for above the home folder", () => {
    const above = write(folder, "kiln.config.ts");
    try {
      expect(findConfig({ from: deep, home })).toBeNull();
      expect(findConfig({ from: deep, home: join(folder, "somewhere") })).toBe(above);
    } finally {
      rmSync(above);
    }
  });

  it("that is named is taken as it is", () => {
    const other = write(home, "other.ts");
    write(project, "kiln.config.ts");
    expect(findConfig({ from: project, named: "../../other.ts", home })).toBe(other);
    expect(() => findConfig({ from: project, named: "nowhere.ts", home })).toThrow(
      new UsageError("there is no such config", {
        where: { file: join(project, "nowhere.ts") },
        next: "--config and KILN_CONFIG take the path of a kiln.config.ts.",
      }),
    );
  });

  it("beside another one is an error that names both", () => {
    write(project, "kiln.config.ts");
    write(project, "kiln.config.js");
    expect(() => findConfig({ from: deep, home })).toThrow(/two configs, kiln\.config\.ts and kiln\.config\.js/);
  });

  it.skipIf(process.getuid?.() !== 0)("of another user is refused, unless it is named (needs root)", () => {
    const file = write(project, "kiln.config.ts");
    chownSync(file, 4321, 4321);
    expect(() => findConfig({ from: deep, home })).toThrow(/belongs to another user.*\n.*--config/);
    expect(findConfig({ from: deep, named: file, home })).toBe(file);
  });
});
