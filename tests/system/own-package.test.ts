import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { ownPackage } from "../../system/own-package.js";

const root = dirname(createRequire(import.meta.url).resolve("../../package.json"));

it("finds Kiln's own package from the sources", () => {
  expect(ownPackage()).toEqual({ root, version: packageJson.version });
});

it("finds the same one from compiled code, two folders deeper", async () => {
  const compiled = (await import(join(root, "dist", "system", "own-package.js"))) as { ownPackage: typeof ownPackage };
  expect(compiled.ownPackage()).toEqual({ root, version: packageJson.version });
});
