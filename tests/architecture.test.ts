/** Holds the rules that CONTRIBUTING.md states: who may import whom, and what is not written anywhere. */
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import config from "../kiln.config.js";
import packageJson from "../package.json" with { type: "json" };
import { readSource, root, type SourceFile, sourceFiles } from "./fixtures/source-tree.js";

/** What a folder may import of ours, beside itself. A stage never imports another one: they meet as files. */
const layers: Readonly<Record<string, readonly string[]>> = {
  charts: [],
  core: [],
  pictures: ["core"],
  system: ["core"],
  trace: ["core/errors.ts"],
  store: ["core", "pictures", "system"],
  config: ["core"],
  train: ["core", "config", "system", "trace", "charts", "pictures"],
  export: ["core", "system", "trace", "store"],
  serve: ["core", "system", "store", "charts", "pictures"],
  short: ["core", "charts", "pictures", "train", "trace"],
  web: ["core", "charts"],
};

/** Folders that no stage may import, and that may import every one: the composition root, and measurements. */
const above = ["cli", "public", "models", "examples", "tools", "tests"];

const product = [...Object.keys(layers), "cli", "public", "models"];

/** Everything that works for any model. */
const engines = [
  "core",
  "config",
  "system",
  "store",
  "charts",
  "pictures",
  "trace",
  "train",
  "short",
  "export",
  "serve",
  "web",
  "cli",
  "public",
];

/** Libraries that take long to load. */
const heavy = [
  "@tensorflow/tfjs",
  "@tensorflow/tfjs-node",
  "onnxruntime-node",
  "onnxruntime-web",
  "sharp",
  "hono",
  "zod",
  "papaparse",
  "bullmq",
  "ioredis",
  "@aws-sdk/client-s3",
];

const inside = (path: string, place: string) => path === place || path.startsWith(`${place}/`);

/** `path: what` for every fault, so that a failing test reads as a list of places to go to. */
function faults(files: readonly SourceFile[], find: (file: SourceFile) => readonly string[]): string[] {
  return files.flatMap((file) => find(file).map((what) => `${file.path}: ${what}`));
}

/** Lines of the code, comments and strings left out, that match. */
function lines(file: SourceFile, pattern: RegExp): string[] {
  return file.code
    .split("\n")
    .flatMap((line, index) => (pattern.test(line) ? [`line ${index + 1}: ${line.trim()}`] : []));
}

it("the walker sees static, dynamic and type-only imports", () => {
  const { imports } = readSource("store/published-model.ts");
  expect(imports).toContainEqual(expect.objectContaining({ library: "onnxruntime-node", dynamic: true }));
  expect(imports).toContainEqual(expect.objectContaining({ file: "core/manifest.ts", typeOnly: true }));
  expect(imports).toContainEqual(expect.objectContaining({ file: "core/errors.ts", typeOnly: false, dynamic: false }));
});

describe("who imports whom", () => {
  it("every folder with code has its place here", () => {
    const folders = readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^(\.|node_modules$|dist$|runs$|coverage$)/.test(entry.name))
      .map(({ name }) => name)
      .filter((name) => sourceFiles([name]).length > 0);
    expect(folders.filter((name) => !(name in layers) && !above.includes(name))).toEqual([]);
  });

  it.each(Object.entries(layers))("%s/ imports itself and %j", (folder, allowed) => {
    const found = faults(sourceFiles([folder], [".ts", ".tsx"]), ({ imports }) =>
      imports
        .filter(({ file }) => file !== undefined && ![folder, ...allowed].some((place) => inside(file, place)))
        .map(({ specifier }) => specifier),
    );
    expect(found).toEqual([]);
  });

  it("core/ and charts/ run in a browser: no Node, no heavy library, no globals of a page", () => {
    const drawing = [
      "d3-format",
      "d3-geo",
      "d3-scale",
      "geojson",
      "topojson-client",
      "topojson-specification",
      "world-atlas",
    ];
    const allowed = ["zod", "onnxruntime-common", "papaparse", "i18n-iso-countries", ...drawing];
    const files = sourceFiles(["core", "charts"]);
    expect(files.length).toBeGreaterThan(10);
    const libraries = faults(files, ({ imports }) =>
      imports.flatMap(({ library }) => (library === undefined || allowed.includes(library) ? [] : [library])),
    );
    const globals = faults(files, (file) =>
      lines(file, /(?<![.\w"])(document|window\.|navigator|localStorage|process|Buffer|require)\b(?!\s*[:?(]|\w)/),
    );
    expect([...libraries, ...globals]).toEqual([]);
  });

  it("TensorFlow is loaded by trace/tensorflow.ts, tfjs without it by trace/tfjs.ts; others import their types", () => {
    const doors = ["trace/tensorflow.ts", "trace/tfjs.ts"];
    const others = sourceFiles(product).filter(({ path }) => !doors.includes(path));
    const imported = faults(others, ({ imports }) =>
      imports
        .filter(({ library, typeOnly }) => library?.startsWith("@tensorflow/") === true && !typeOnly)
        .map(({ specifier }) => specifier),
    );
    const required = faults(others, ({ text }) => text.match(/require[^\n]*\(\s*["']@tensorflow\/[^\n]*/g) ?? []);
    expect([...imported, ...required]).toEqual([]);
  });

  it("tools/setup/ depends on nothing that has to be installed; its probes try what was installed", () => {
    const files = sourceFiles(["tools/setup"], [".mjs", ".js", ".ts"]).filter(
      ({ path }) => !inside(path, "tools/setup/probes"),
    );
    expect(files.length).toBeGreaterThan(0);
    const found = faults(files, ({ imports }) =>
      imports
        .filter(
          ({ library, file, typeOnly }) =>
            !typeOnly && library !== "node:" && file?.startsWith("tools/setup/") !== true,
        )
        .map(({ specifier }) => specifier),
    );
    expect(found).toEqual([]);
  });

  it("kiln --help loads no heavy library: stages are imported when their command runs", () => {
    const seen = new Set<string>();
    const found: string[] = [];
    const visit = (path: string, trail: readonly string[]) => {
      if (seen.has(path)) return;
      seen.add(path);
      for (const { library, file, typeOnly, dynamic } of readSource(path).imports) {
        if (typeOnly || dynamic) continue;
        if (library !== undefined && heavy.includes(library)) found.push([...trail, path, library].join(" -> "));
        if (file !== undefined) visit(file, [...trail, path]);
      }
    };
    visit("cli/kiln.ts", []);
    expect(seen.size).toBeGreaterThan(5);
    expect(found).toEqual([]);
  });
});

describe("models and engines", () => {
  it.each(Object.keys(config.models))(
    "models/%s imports Kiln by its public names, its own files, and libraries",
    (name) => {
      const own = `models/${name}`;
      const files = sourceFiles([own], [".ts", ".tsx"]);
      expect(files.length).toBeGreaterThan(10);
      const entries = new Set(Object.keys(packageJson.exports).map((entry) => entry.replace(/^\./, "kilnjs")));
      const found = faults(files, ({ imports }) =>
        imports
          .filter(({ file, library, specifier }) =>
            library === "kilnjs" ? !entries.has(specifier) : file !== undefined && !inside(file, own),
          )
          .map(({ specifier }) => specifier),
      );
      expect(found).toEqual([]);
    },
  );

  it("no engine imports a model", () => {
    const found = faults(sourceFiles(engines, [".ts", ".tsx"]), ({ imports }) =>
      imports.filter(({ file }) => file !== undefined && inside(file, "models")).map(({ specifier }) => specifier),
    );
    expect(found).toEqual([]);
  });

  it("every entry of the package has its file, with a word on what it is for", () => {
    const files = Object.values(packageJson.exports).flatMap((entry) =>
      typeof entry === "string" ? [] : [entry["kiln-source"].slice(2)],
    );
    expect(files.sort()).toEqual(sourceFiles(["public"]).map(({ path }) => path));
    const silent = files.map(readSource).filter(({ text }) => !/^\/\*\*[\s\S]*?@example/.test(text));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });
});

describe("what is written nowhere", () => {
  it("the name of a model, outside of it: an engine knows none", () => {
    const names = new RegExp(`\\b(${Object.keys(config.models).join("|")})\\b`, "i");
    const found = faults(sourceFiles(engines, [".ts", ".tsx", ".mjs", ".css", ".html", ".py"]), ({ text }) =>
      text.split("\n").flatMap((line, index) => (names.test(line) ? [`line ${index + 1}: ${line.trim()}`] : [])),
    );
    expect(found).toEqual([]);
  });

  it("randomness comes from core/random.ts: no Math.random, no tf.random", () => {
    const random =
      /\bMath\s*\.\s*random\b|\b(random(Normal|Uniform|Gamma|StandardNormal)|truncatedNormal|multinomial)\s*\(/;
    // Cases show what is refused, a random operation among it.
    const written = sourceFiles(product).filter(({ path }) => !path.endsWith(".cases.ts"));
    expect(faults(written, (file) => lines(file, random))).toEqual([]);
  });

  it("no folder is called utils, and no file is called after nothing", () => {
    const named = sourceFiles([...product, "tools/setup"], [".ts", ".mjs"]).map(({ path }) => path);
    expect(named.filter((path) => /(^|\/)(utils?|helpers?|misc|common)(\/|\.\w+$)/.test(path))).toEqual([]);
  });
});

describe("what is written everywhere", () => {
  it("what a public entry exports has a doc comment where it is declared", () => {
    const entries = sourceFiles(["public"]);
    const exported = entries.flatMap(({ path, text }) => publicNames(path, text));
    expect(exported.length).toBeGreaterThan(100);
    const found = exported.flatMap(({ entry, file, name }) => {
      const all = readSource(file).text.split("\n");
      const index = all.findIndex((line) => declares(line, name));
      if (index < 0) return [`${entry}: ${file} declares no ${name}`];
      return isDocumented(all, index) ? [] : [`${file}: ${name} has no doc comment`];
    });
    expect(found).toEqual([]);
  });

  it("no comment only sends its reader elsewhere in the file", () => {
    const empty = /^\s*\/\*\* See (the header|above|`[^`]*`)\.? \*\/$/;
    const found = faults(sourceFiles([...product, "tools"], [".ts", ".tsx", ".mjs"]), ({ text }) =>
      text.split("\n").flatMap((line, index) => (empty.test(line) ? [`line ${index + 1}: ${line.trim()}`] : [])),
    );
    expect(found).toEqual([]);
  });
});

/** The names that an entry exports again, each with the file that declares it. */
function publicNames(entry: string, text: string): { entry: string; file: string; name: string }[] {
  return [...text.matchAll(/^export (?:type )?\{([^}]*)\} from "([^"]+)";/gm)].flatMap(([, names = "", specifier]) => {
    const file = readSource(entry).imports.find((found) => found.specifier === specifier)?.file;
    if (file === undefined) return [];
    return names
      .split(",")
      .map((name) =>
        name
          .trim()
          .replace(/^type /, "")
          .replace(/ as .*$/, ""),
      )
      .filter((name) => name !== "")
      .map((name) => ({ entry, file, name }));
  });
}

function declares(line: string, name: string): boolean {
  return new RegExp(
    `^export (async |abstract |declare )*(function\\*?|class|const|let|interface|type|enum) ${name}\\b`,
  ).test(line);
}

/** True when a doc comment ends right above the line; biome's own comments and overloads may stand between. */
function isDocumented(all: readonly string[], index: number): boolean {
  let above = index - 1;
  while (/^(\/\/ biome-ignore|export (async )?function )/.test(all[above] ?? "")) above--;
  return /\*\/\s*$/.test(all[above] ?? "");
}
