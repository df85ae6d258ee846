import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { publicSurface } from "../../tools/docs/public-surface.js";
import { root } from "../fixtures/source-tree.js";

const file = join(root, "docs", "public.md");

it("docs/public.md lists what the entries export, with what is said of each", () => {
  const made = publicSurface(root);
  if (process.env.KILN_WRITE === "1") writeFileSync(file, made);
  expect(made.match(/^\| `/gm)?.length).toBeGreaterThan(150);
  expect(made.match(/^\| `\w+`(?: \(type\))? \| {2}\|$/gm) ?? []).toEqual([]);
  expect(readFileSync(file, "utf8")).toBe(made);
});
