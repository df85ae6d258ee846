import { build as bundle, type Plugin } from "esbuild";
import { messagesOf } from "../esbuild-reason.js";

/**
 * Gives the styles that a view imports to the page together with the view's code. esbuild puts the styles of a part that is
 * loaded later into a file that nothing asks for.
 *
 * @param isOwn says of a file whether it is one of the page's own, whose styles are there from the start.
 */
export function viewStyles(isOwn: (importer: string) => boolean): Plugin {
  return {
    name: "kiln-view-styles",
    setup(build) {
      build.onResolve({ filter: /\.css$/ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
        if (kind !== "import-statement" || pluginData === asked || isOwn(importer)) return undefined;
        const found = await build.resolve(path, { kind, importer, resolveDir, pluginData: asked });
        return found.errors.length > 0 ? { errors: found.errors } : { path: found.path, namespace };
      });
      build.onLoad({ filter: /.*/, namespace }, async ({ path }) => {
        const { outputFiles, errors } = await bundle({
          entryPoints: [path],
          bundle: true,
          minify: true,
          write: false,
          logLevel: "silent",
          loader: { ".png": "dataurl", ".svg": "dataurl", ".webp": "dataurl", ".jpg": "dataurl" },
        }).catch((error: unknown) => ({ outputFiles: [], errors: messagesOf(error) }));
        const text = outputFiles[0]?.text ?? "";
        const contents = [
          "const sheet = new CSSStyleSheet();",
          `sheet.replaceSync(${JSON.stringify(text)});`,
          "document.adoptedStyleSheets.push(sheet);",
        ].join("\n");
        return { contents, errors: [...errors] };
      });
    },
  };
}

const namespace = "kiln-view-styles";
/** Marks the question that this plugin asks itself. */
const asked = { plugin: namespace };
