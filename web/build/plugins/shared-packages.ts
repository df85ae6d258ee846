import type { Plugin } from "esbuild";

/** Packages of which a page must hold one copy: two of Kiln have two of each error class, two of Preact two sets of hooks. */
const shared = /^(kilnjs|preact)(\/|$)/;

/**
 * Takes Kiln's own entry points and Preact from this installation, wherever the importing file lies: a project's models and
 * the page are one program. How a model of the short form is trained is no part of it: that runs in Node alone.
 *
 * @param root of this installation.
 */
export function sharedPackages(root: string): Plugin {
  return {
    name: "kiln-shared-packages",
    setup(build) {
      build.onResolve({ filter: /\/recipe\/recipe\.js$/ }, ({ kind, path, importer }) =>
        kind === "dynamic-import" && shortForm.test(importer) ? { path, namespace: "kiln-no-training" } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: "kiln-no-training" }, () => ({
        contents: 'throw new Error("training is not part of the page");',
      }));
      build.onResolve({ filter: shared }, ({ path, kind, pluginData, importer, resolveDir }) => {
        if (pluginData === resolved || resolveDir === root) return undefined;
        return build.resolve(path, { kind, importer, resolveDir: root, pluginData: resolved });
      });
    },
  };
}

/** What makes a definition of the short form, as source and compiled. */
const shortForm = /[\\/]short[\\/]define-model\.(ts|js)$/;

/** Marks the question that this plugin asks itself. */
const resolved = { plugin: "kiln-shared-packages" };
