/** Which models a page is built with, and what is said of those that it cannot have. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { pageModels } from "../../../web/build/page-models.js";
import { root } from "../../fixtures/source-tree.js";
import { makeProject, type Project } from "../support/project.js";

const projects: Project[] = [];
function project(models?: readonly string[]): Project {
  const made = makeProject(models);
  projects.push(made);
  return made;
}
afterEach(() => {
  for (const { folder } of projects.splice(0)) rmSync(folder, { recursive: true });
});

describe("the models of a config", () => {
  it("are its lazy imports, with the files of each, however they are written", async () => {
    const { folder, config, edit } = project();
    edit("kiln.config.ts", (text) =>
      text
        .replace("export default", 'const pair = () => import("./models/pair/index.js");\nexport default')
        .replace(/pair: .*,/, "pair,"),
    );
    const { models, leftOut } = await pageModels(root, config);
    const inside = (path: string) => join(folder, "models", "pair", path);
    expect(leftOut).toEqual([]);
    expect(models).toEqual([
      {
        name: "pair",
        definition: inside("index.ts"),
        processings: ["pair@1"],
        notInPage: [inside("recipe.ts")],
        view: {
          module: inside("view/index.ts"),
          component: inside("view/pair-view.tsx"),
          order: 0,
          workers: [inside("view/count-worker.ts")],
        },
      },
    ]);
  });

  it("of this repository are all there", async () => {
    const { models, leftOut } = await pageModels(root);
    expect(leftOut).toEqual([]);
    expect(models.map(({ name }) => name).sort()).toEqual(["faces", "trend"]);
    expect(models.every(({ view }) => view?.component !== undefined)).toBe(true);
  });

  it.each([
    ["a config that does not compile", "export default {", /kiln\.config\.ts:1: .*/],
    ["a config that throws", 'throw new Error("no luck");', /kiln\.config\.ts.*no luck/s],
    ["a config without models", "export default { modles: {} };", /kiln\.config\.ts has no models/],
  ])("cannot be read from %s", async (_, text, said) => {
    const { config } = project();
    writeFileSync(config, text);
    await expect(pageModels(root, config)).rejects.toThrow(said);
  });
});

describe("what cannot be part of the page is left out alone", () => {
  async function left(made: Project) {
    const { models, leftOut } = await pageModels(root, made.config);
    return { models: models.map(({ name, view }) => `${name}${view === undefined ? "" : " with its view"}`), leftOut };
  }

  it("a model whose module is missing", async () => {
    const found = await left(project(['other: () => import("./models/other.js")']));
    expect(found.models).toEqual(["pair with its view"]);
    expect(found.leftOut).toEqual([{ what: "other", why: 'kiln.config.ts:6: there is no module "./models/other.js"' }]);
  });

  it("a model that imports Node's modules where the page needs it, with the line", async () => {
    const made = project(['other: () => import("./models/other/index.js")']);
    mkdirSync(join(made.folder, "models", "other"));
    writeFileSync(join(made.folder, "models", "other", "index.ts"), 'export { default } from "./operations.js";\n');
    writeFileSync(
      join(made.folder, "models", "other", "operations.ts"),
      '// one\nimport { readFileSync } from "node:fs";\n\nexport default { name: "other", processings: {}, read: readFileSync };\n',
    );
    const found = await left(made);
    expect(found.models).toEqual(["pair with its view"]);
    expect(found.leftOut[0]?.what).toBe("other");
    expect(found.leftOut[0]?.why).toMatch(
      /^models\/other\/operations\.ts:2: models\/other\/operations\.ts imports node:fs, which a browser lacks/,
    );
  });

  it("a view that does not compile, with the line; its model stays", async () => {
    const made = project();
    made.edit("models/pair/view/pair-view.tsx", (text) => text.replace("</h1>", "</h2>"));
    const found = await left(made);
    expect(found.models).toEqual(["pair"]);
    expect(found.leftOut[0]?.what).toBe("the view of pair");
    expect(found.leftOut[0]?.why).toMatch(/^models\/pair\/view\/pair-view\.tsx:23: /);
  });

  it("a view that imports Node's modules", async () => {
    const made = project();
    made.edit("models/pair/view/pair-view.tsx", (text) => `import "node:path";\n${text}`);
    const found = await left(made);
    expect(found.models).toEqual(["pair"]);
    expect(found.leftOut[0]?.why).toContain("pair-view.tsx imports node:path, which a browser lacks");
  });

  it("a view whose worker is not there", async () => {
    const made = project();
    made.edit("models/pair/view/pair-view.tsx", (text) => text.replace("count-worker", "sum-worker"));
    expect((await left(made)).leftOut).toEqual([
      {
        what: "the view of pair",
        why: 'models/pair/view/pair-view.tsx:15: there is no file for the worker "./sum-worker.js"',
      },
    ]);
  });

  it("a view without a default export", async () => {
    const made = project();
    made.edit("models/pair/view/index.ts", (text) => text.replace("export default", "export const view ="));
    const found = await left(made);
    expect(found.models).toEqual(["pair"]);
    expect(found.leftOut[0]?.why).toContain(
      "the default export of models/pair/view/index.ts is not what defineView of kilnjs/page makes",
    );
  });
});
