/** A project of somebody's own, with a model and a view, in a folder that a test may break. */
import { cpSync, mkdtempSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../fixtures/source-tree.js";

export interface Project {
  readonly folder: string;
  readonly config: string;
  /** Changes a file: `edit("models/pair/index.ts", (text) => …)`. */
  edit(path: string, change: (text: string) => string): void;
}

/**
 * Copies the project of `tests/fixtures/own-view/`.
 *
 * @param models lines of the config beside the pair's own.
 */
export function makeProject(models: readonly string[] = []): Project {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "kiln-project-")));
  cpSync(join(root, "tests", "fixtures", "own-view"), folder, { recursive: true });
  // As in any project: zod and the like are installed.
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const config = join(folder, "kiln.config.ts");
  const listed = ['pair: () => import("./models/pair/index.js")', ...models].join(",\n    ");
  writeFileSync(
    config,
    `import { defineConfig } from "kilnjs";\n\nexport default defineConfig({\n  models: {\n    ${listed},\n  },\n});\n`,
  );
  const project: Project = {
    folder,
    config,
    edit(path, change) {
      const file = join(folder, path);
      writeFileSync(file, change(readFileSync(file, "utf8")));
    },
  };
  // The fixture's contract lies beside the fixtures of this repository.
  project.edit("models/pair/index.ts", (text) =>
    text.replace("../../../contract.js", join(root, "tests", "fixtures", "contract.js")),
  );
  return project;
}
