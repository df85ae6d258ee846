import { cpSync, mkdirSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { linkIsRight, makeLink } from "../../../tools/setup/addon/links.mjs";
import { project as projectAt } from "../../../tools/setup/project.mjs";
import { sitePackages } from "../../../tools/setup/venv.mjs";
import { scratchFolder } from "./scratch.js";

const LINK = { path: "deps/lib/libx.so", target: "libx.so.2" };

function projectWithWheel(root: string) {
  const project = projectAt(root);
  const tensorflow = join(project.python, "lib", "python3.12", "site-packages", "tensorflow");
  mkdirSync(tensorflow, { recursive: true });
  writeFileSync(join(tensorflow, "libx.so.2"), "library");
  const folder = join(project.nodeModules, "addon");
  mkdirSync(folder, { recursive: true });
  return { project, folder };
}

describe("a link to TensorFlow's wheel", () => {
  it("leads there, and still does when the project is moved", () => {
    const parent = scratchFolder();
    const { project, folder } = projectWithWheel(join(parent, "here"));
    expect(sitePackages(project)).toBe(join(project.python, "lib", "python3.12", "site-packages"));
    expect(linkIsRight(project, folder, LINK)).toBe(false);
    makeLink(project, folder, LINK);
    expect(linkIsRight(project, folder, LINK)).toBe(true);
    renameSync(join(parent, "here"), join(parent, "there"));
    const moved = projectAt(join(parent, "there"));
    expect(linkIsRight(moved, join(moved.nodeModules, "addon"), LINK)).toBe(true);
    expect(readFileSync(join(moved.nodeModules, "addon", LINK.path), "utf8")).toBe("library");
  });

  it("replaces a wrong link, a file, and the folder of a hand-made installation", () => {
    const { project, folder } = projectWithWheel(scratchFolder());
    makeLink(project, folder, LINK);
    const path = join(folder, LINK.path);
    rmSync(path);
    symlinkSync("/elsewhere/libx.so", path);
    expect(linkIsRight(project, folder, LINK)).toBe(false);
    makeLink(project, folder, LINK);
    expect(linkIsRight(project, folder, LINK)).toBe(true);

    rmSync(path);
    mkdirSync(path);
    expect(linkIsRight(project, folder, LINK)).toBe(false);
    makeLink(project, folder, LINK);
    expect(readlinkSync(path)).toMatch(/^\.\..*libx\.so\.2$/);
  });

  it("is wrong when the wheel has lost its file", () => {
    const { project, folder } = projectWithWheel(scratchFolder());
    makeLink(project, folder, LINK);
    rmSync(join(sitePackages(project), "tensorflow", "libx.so.2"));
    expect(linkIsRight(project, folder, LINK)).toBe(false);
  });

  it("is right where node_modules is a link itself", () => {
    const root = scratchFolder();
    const { project } = projectWithWheel(join(root, "project"));
    const away = join(root, "somewhere", "deep", "modules");
    cpSync(project.nodeModules, away, { recursive: true });
    rmSync(project.nodeModules, { recursive: true });
    symlinkSync(away, project.nodeModules);
    const folder = join(project.nodeModules, "addon");
    makeLink(project, folder, LINK);
    expect(linkIsRight(project, folder, LINK)).toBe(true);
    expect(readFileSync(join(folder, LINK.path), "utf8")).toBe("library");
  });
});
