/** The page of a project of one's own: what is in it, and when it is made anew. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectPage } from "../../../web/build/project-page.js";
import { configOf } from "../../e2e/kiln.js";
import { root } from "../../fixtures/source-tree.js";
import { makeProject, type Project } from "../support/project.js";

describe("the page of a project", () => {
  let project: Project;
  let page: string;
  let built = 0;
  const left: string[] = [];
  const make = async (): Promise<string> => {
    const made = await projectPage({
      config: project.config,
      onBuild: () => built++,
      onLeftOut: ({ what, why }) => left.push(`${what}: ${why}`),
    });
    return made ?? "";
  };
  const scripts = (): string[] =>
    readdirSync(page)
      .filter((name) => name.endsWith(".js"))
      .map((name) => readFileSync(join(page, name), "utf8"));

  beforeAll(async () => {
    project = makeProject();
    page = await make();
  });
  afterAll(() => rmSync(project.folder, { recursive: true }));

  it("lies in its .kiln folder, whole", () => {
    expect(page).toBe(join(project.folder, ".kiln", "page"));
    expect(existsSync(join(page, "index.html"))).toBe(true);
    expect(left).toEqual([]);
  });

  it("has the view's code, styles and worker, and nothing of what runs in Node or of other models", () => {
    const all = scripts().join("\n");
    expect(all).toContain("Twice as long");
    expect(all).toContain("color:#010203");
    expect(all).not.toContain("only in Node");
    expect(all).not.toContain("faces_decoder");
    const head = readFileSync(join(page, "index.html"), "utf8");
    const [, workers = ""] = /name="kiln-workers" content="([^"]*)"/.exec(head) ?? [];
    const files: Record<string, string> = JSON.parse(workers.replaceAll("&quot;", '"'));
    expect(Object.keys(files)).toEqual(["models/pair/view/count-worker.ts"]);
    for (const file of Object.values(files)) expect(statSync(join(page, file)).size).toBeGreaterThan(0);
    const preloaded = [...head.matchAll(/modulepreload" href="([^"]+)"/g)].map(([, file = ""]) => file);
    expect(preloaded.some((file) => readFileSync(join(page, file), "utf8").includes("Twice as long"))).toBe(true);
  });

  it("is made anew when a source has changed, and only then", async () => {
    expect(built).toBe(1);
    await make();
    expect(built).toBe(1);
    project.edit("models/pair/view/pair-view.tsx", (text) => text.replace("Twice as long", "Double"));
    await make();
    expect(built).toBe(2);
    expect(scripts().join("\n")).toContain("Double");
  });

  it("is made each time while something is left out of it, which is said each time", async () => {
    project.edit("models/pair/view/pair-view.tsx", (text) => text.replace("</h1>", "</h2>"));
    await make();
    await make();
    expect(left).toHaveLength(2);
    expect(left[0]).toMatch(/^the view of pair: models\/pair\/view\/pair-view\.tsx:\d+: /);
    project.edit("models/pair/view/pair-view.tsx", (text) => text.replace("</h2>", "</h1>"));
    await make();
    expect(left).toHaveLength(2);
    expect(scripts().join("\n")).toContain("Double");
  });
});

describe("this installation's own page", () => {
  const own = join(root, "dist", "page");

  it("is that of its config, and of a project without one", async () => {
    expect(await projectPage({ config: join(root, "kiln.config.ts") })).toBe(own);
    expect(await projectPage({ config: null })).toBe(own);
  });

  it("is that of a project that lists the same models, too", async () => {
    const folder = mkdtempSync(join(tmpdir(), "kiln-same-models-"));
    const config = join(folder, "kiln.config.ts");
    writeFileSync(config, configOf("trend", "faces"));
    expect(await projectPage({ config })).toBe(own);
    expect(existsSync(join(folder, ".kiln"))).toBe(false);
    rmSync(folder, { recursive: true });
  });
});
