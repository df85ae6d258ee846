import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { findPython } from "../../../tools/setup/find-python.mjs";
import { scratchFolder } from "./scratch.js";

const read = (name: string) => readFileSync(new URL(`../../../tools/setup/${name}`, import.meta.url), "utf8");

/** One logical line for each requirement: `name==1.2 ; marker --hash=… --hash=…`. */
const locked = read("python-requirements.txt")
  .replaceAll("\\\n", " ")
  .split("\n")
  .filter((line) => line.trim() !== "" && !line.startsWith("#"));

describe("the Python requirements", () => {
  it("pin every package to one version and the hashes of its files", () => {
    expect(locked.length).toBeGreaterThan(25);
    for (const line of locked) expect(line).toMatch(/^[a-z0-9-]+==[\w.]+( ; [^-]+)?( +--hash=sha256:[0-9a-f]{64})+$/);
  });

  it("name no package index: that is the user's to choose", () => {
    for (const name of ["python-requirements.txt", "python-requirements.in"]) {
      expect(read(name)).not.toMatch(/--(extra-)?index-url|--find-links|https?:/);
    }
  });

  it("are those that were asked for by hand", () => {
    const wanted = read("python-requirements.in")
      .split("\n")
      .filter((line) => /^[a-z]/.test(line));
    expect(wanted).toHaveLength(7);
    for (const line of wanted) {
      const [, name, version] = line.match(/^([a-z0-9-]+)(?:==([\w.]+)|<\d)/) ?? [];
      const pins = locked.filter((pin) => pin.startsWith(`${name}==`)).map((pin) => pin.split(/==| /)[1]);
      if (version === undefined) expect(pins.length).toBeGreaterThan(0);
      else expect(pins).toContain(version);
    }
  });

  it("hold numpy below 2 where tf2onnx needs that", () => {
    const pins = locked.filter((line) => line.startsWith("numpy==")).map((line) => line.split(" --hash")[0]?.trim());
    expect(pins).toEqual([
      "numpy==1.26.4 ; python_full_version < '3.13'",
      "numpy==2.2.6 ; python_full_version >= '3.13'",
    ]);
  });
});

describe("the module that gives numpy its product back", () => {
  it("waits until tf2onnx is imported, and imports nothing before", () => {
    const folder = scratchFolder();
    mkdirSync(join(folder, "tf2onnx"));
    writeFileSync(join(folder, "numpy.py"), "def prod(values):\n    return 'prod'\n");
    writeFileSync(join(folder, "tf2onnx", "__init__.py"), "import numpy\nfound = numpy.product([])\n");
    cpSync(
      fileURLToPath(new URL("../../../tools/setup/python/kiln_numpy_product.py", import.meta.url)),
      join(folder, "shim.py"),
    );
    const program = "import shim, sys; print('numpy' in sys.modules); import tf2onnx; print(tf2onnx.found)";
    const { stdout, stderr } = spawnSync(findPython().path, ["-c", program], { cwd: folder, encoding: "utf8" });
    expect(stdout, stderr).toBe("False\nprod\n");
  });
});
