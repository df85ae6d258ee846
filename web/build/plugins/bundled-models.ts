import { join } from "node:path";
import type { Plugin } from "esbuild";
import type { BuiltModel } from "../page-models.js";

/** The file whose contents this gives; in the sources it holds no model. */
const FILE = join("web", "models", "bundled.ts");

/**
 * Gives the page its models: a lazy import for each definition and each view.
 *
 * @param root of this installation.
 */
export function bundledModels(root: string, models: readonly BuiltModel[]): Plugin {
  const file = join(root, FILE);
  return {
    name: "kiln-bundled-models",
    setup(build) {
      build.onLoad({ filter: /bundled\.ts$/ }, ({ path }) =>
        path === file ? { contents: sourceOf(models), loader: "js", resolveDir: root } : undefined,
      );
    },
  };
}

function sourceOf(models: readonly BuiltModel[]): string {
  const entries = models.map(({ name, processings, definition, view }) => {
    const fields = [
      `name: ${JSON.stringify(name)}`,
      `processings: ${JSON.stringify(processings)}`,
      `definition: () => import(${JSON.stringify(definition)})`,
      ...(view === undefined ? [] : [`view: () => import(${JSON.stringify(view.module)})`]),
    ];
    return `{ ${fields.join(", ")} },`;
  });
  return `export const bundledModels = [\n${entries.join("\n")}\n];\n`;
}
