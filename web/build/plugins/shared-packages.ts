import type { Plugin } from "esbuild";

/** Packages of which a page must hold one copy: two of Kiln have two of each error class, two of Preact two sets of hooks. */
const shared = /^(kilnjs|preact)(\/|$)/;

/**
 * Takes Kiln's own entry points and Preact from this installation, wherever the importing file lies: a project's models and
 * the page are one program.
 *
 * @param root of this installation.
 */
export function sharedPackages(root: string): Plugin {
  return {
    name: "kiln-shared-packages",
    setup(build) {
      build.onResolve({ filter: shared }, ({ path, kind, pluginData, importer, resolveDir }) => {
        if (pluginData === resolved || resolveDir === root) return undefined;
        return build.resolve(path, { kind, importer, resolveDir: root, pluginData: resolved });
      });
    },
  };
}

/** Marks the question that this plugin asks itself. */
const resolved = { plugin: "kiln-shared-packages" };
