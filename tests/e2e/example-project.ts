/** A project of `examples/` as somebody has it who installed Kiln: in a folder of its own, far from this repository. */
import { cpSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../fixtures/source-tree.js";

/** What belongs to a person's work with an example, not to the example. */
const made = ["node_modules", ".kiln", "runs", "published", "evaluation"];

/**
 * Copies an example, and installs its packages as `npm install` would.
 *
 * @returns the folder.
 */
export function copyExample(name: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `kiln-${name}-`)));
  const from = join(root, "examples", name);
  const own = made.map((one) => join(from, one));
  cpSync(from, folder, { recursive: true, filter: (path) => !own.includes(path) });
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules", "kilnjs"));
  symlinkSync(join(root, "node_modules", "preact"), join(folder, "node_modules", "preact"));
  return folder;
}
