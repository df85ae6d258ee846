/** How a project's sources become what Node runs: each by itself, once, and again only when it has changed. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Worker } from "node:worker_threads";
import { InputError as PublicError } from "kilnjs";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { compiledPath, placeOf } from "../../config/cache.js";
import { sourcesOf } from "../../config/compile.js";
import { load } from "../../config/load.js";
import { readProject } from "../../config/project.js";
import { InputError } from "../../core/errors.js";
import { root as repository } from "../fixtures/source-tree.js";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "kiln-compile-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(folder, "project-"));
});

function write(path: string, text: string): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

describe("a source", () => {
  it("keeps its imports, its own address, and the content of a JSON file", async () => {
    write("table.json", '{ "rows": 3 }');
    write("size.ts", "export const size: number = 4;");
    const main = write(
      "main.ts",
      `import table from "./table.json" with { type: "json" };
       import { size } from "./size.js";
       export default { rows: table.rows, size, url: import.meta.url };`,
    );
    expect((await load(root, main)).default).toEqual({ rows: 3, size: 4, url: pathToFileURL(main).href });
  });

  it("has the running Kiln's own classes, from wherever it is loaded", async () => {
    const main = write("main.ts", 'import { InputError } from "kilnjs";\nexport default InputError;');
    expect((await load(root, main)).default).toBe(InputError);
    expect(PublicError).toBe(InputError);
  });

  it("is one module for all that import it, now or later", async () => {
    write("state.ts", "export const state = { loads: 0 };");
    write("later.ts", 'import { state } from "./state.js";\nexport default state;');
    const main = write(
      "main.ts",
      'import { state } from "./state.js";\nexport default { state, later: () => import("./later.js") };',
    );
    const { state, later } = (await load(root, main)).default as {
      state: object;
      later: () => Promise<{ default: object }>;
    };
    expect((await later()).default).toBe(state);
  });

  it("loads nothing that is imported later before it is asked for, be it broken or missing", async () => {
    write("broken.ts", "export default = 1;");
    const main = write(
      "main.ts",
      'export default { broken: () => import("./broken.js"),\n missing: () => import("./missing.js") };',
    );
    const lazy = (await load(root, main)).default as Record<"broken" | "missing", () => Promise<unknown>>;
    await expect(lazy.broken()).rejects.toThrow(/broken\.ts:1:16: unexpected "="/);
    await expect(lazy.missing()).rejects.toThrow(/main\.ts:2:\d+: there is no file .*missing\.js/);
  });

  it("runs threads whose program is a source, too", async () => {
    write(
      "thread.ts",
      'import { parentPort } from "node:worker_threads";\nconst answer: number = 42;\nparentPort?.postMessage(answer);',
    );
    const main = write(
      "main.ts",
      'import { Worker } from "node:worker_threads";\nexport default () => new Worker(new URL("./thread.ts", import.meta.url));',
    );
    const start = (await load(root, main)).default as () => Worker;
    const thread = start();
    const answer = await new Promise((resolve, reject) => thread.once("message", resolve).once("error", reject));
    expect(answer).toBe(42);
    await thread.terminate();
  });

  it.each([
    [
      "a package that is not installed",
      'import "no-such-package";',
      /main\.ts:1:8: could not resolve "no-such-package"/,
    ],
    ["an entry that Kiln has not", 'import "kilnjs/trian";', /main\.ts:1:8: there is no "kilnjs\/trian"/],
    ["a style sheet", 'import "./look.css";', /main\.ts:1:8: \.\/look\.css cannot be loaded by Node/],
  ])("that imports %s is refused with its place", async (_, text, message) => {
    write("look.css", "p {}");
    await expect(load(root, write("main.ts", text))).rejects.toThrow(message);
  });
});

describe("a second start", () => {
  /** Another process in effect: what this one remembers is put aside. */
  async function fresh() {
    const { vi } = await import("vitest");
    vi.resetModules();
    return await import("../../config/load.js");
  }

  it("compiles nothing, then what has changed, and nothing else", async () => {
    const size = write("size.ts", "export const size: number = 4;");
    const main = write("main.ts", 'import { size } from "./size.js";\nexport default size;');
    await load(root, main);
    const place = placeOf(root);
    const compiled = [main, size].map((file) => compiledPath(place, file));
    const written = () => compiled.map((file) => statSync(file, { bigint: true }).mtimeNs);
    const first = written();
    await (await fresh()).load(root, main);
    expect(written()).toEqual(first);
    writeFileSync(size, "export const size: number = 5;");
    await (await fresh()).load(root, main);
    expect(written()[0]).toBe(first[0]);
    expect(readFileSync(compiled[1] ?? "", "utf8")).toContain("size = 5");
  });
});

describe("the sources of something", () => {
  it("are those that it loads, and later ones where they are asked for: nothing else has to be fit for Node", async () => {
    const style = 'import "./view.css";\nexport default 1;';
    write("view.ts", style);
    write("view.css", ".a { color: red; }");
    const step = write("step.ts", "export default 1;");
    const definition = write("index.ts", 'export default { view: () => import("./view.js") };');
    const recipe = write(
      "recipe.ts",
      'import definition from "./index.js";\nexport default { definition, step: () => import("./step.js") };',
    );
    const place = placeOf(root);
    const sources = await sourcesOf(place, recipe, (file) => file === recipe);
    expect([...sources.keys()].sort()).toEqual([definition, recipe, step]);
    expect([...(await sourcesOf(place, recipe, () => false)).keys()].sort()).toEqual([definition, recipe]);
    await expect(sourcesOf(place, recipe, () => true)).rejects.toThrow("view.css cannot be loaded by Node");
  });
});

it("the config of this repository lists its models, and their classes are those of this process", async () => {
  const { models } = await readProject(join(repository, "kiln.config.ts"));
  expect(models.names).toEqual(["trend", "faces"]);
  const { config } = await models.definition("trend");
  expect(config.safeParse({ window: "a" }).success).toBe(false);
  const registry = await models.all((_, error) => {
    throw error;
  });
  const classify = registry.trend?.processings["trend@1"]?.classify;
  const context = { manifests: {}, pictures: { decode: fail, encode: fail }, infer: fail };
  await expect(classify?.run({ series: [{ name: "X", values: [1], end: "2021-01-01" }] }, context)).rejects.toThrow();
});

async function fail(): Promise<never> {
  throw new InputError("nothing is open");
}
