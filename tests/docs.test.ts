/** Holds the documents against the code: links lead somewhere, and what they tell people to type exists. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { main } from "../cli/kiln.js";
import { FakeHost } from "./fixtures/host.js";
import { models, projectWith } from "./fixtures/models.js";
import { parcel } from "./fixtures/parcel.js";
import { root } from "./fixtures/source-tree.js";

const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "examples/parcel/README.md",
  ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`),
]
  .filter((path) => path.endsWith(".md"))
  .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

describe("links", () => {
  it.each(documents)("of $path lead to files that exist", ({ path, text }) => {
    const targets = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].flatMap(([, target]) => target ?? []);
    const broken = targets.filter(
      (target) => !/^[a-z]+:/.test(target) && !existsSync(join(root, dirname(path), target)),
    );
    expect(broken).toEqual([]);
  });

  it("of the index reach every document", () => {
    const index = documents.find(({ path }) => path === "docs/README.md")?.text ?? "";
    const missing = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md") && name !== "README.md");
    expect(missing.filter((name) => !index.includes(`(${name})`))).toEqual([]);
  });
});

describe("files", () => {
  const example = join(root, "examples", "parcel");
  /** Folders of the sources, of today and of before: what stands in one of them can be looked up. */
  const known = new Set([
    ...readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])),
    ...["graphics", "predict", "repository", "setup", "bench", "sweep"],
  ]);

  it.each(documents)("that $path names as code exist", ({ text }) => {
    const named = [...text.matchAll(/`([\w.@-]+(?:\/[\w.@-]+)*\/?[\w-]+\.(?:tsx?|mjs|py|css|in))`/g)].flatMap(
      ([, path]) => path ?? [],
    );
    const ours = named.filter((path) => path.includes("/") && known.has(path.split("/", 1)[0] ?? ""));
    expect(ours.filter((path) => ![root, example].some((base) => existsSync(join(base, path))))).toEqual([]);
  });

  it("that add-a-model.md quotes say the same", () => {
    const text = documents.find(({ path }) => path === "docs/add-a-model.md")?.text ?? "";
    const quotes = [...text.matchAll(/```tsx?\n\/\/ (\S+)\n([\s\S]*?)```/g)];
    expect(quotes).toHaveLength((text.match(/```tsx?\n/g) ?? []).length);
    // A part of a file stands further to the left where it is quoted.
    const lines = (code: string) => code.replaceAll(/^ +/gm, "");
    const changed = quotes.filter(
      ([, path = "", code = ""]) => !lines(readFileSync(join(example, path), "utf8")).includes(lines(code)),
    );
    expect(changed.map(([, path]) => path)).toEqual([]);
  });
});

describe("commands", () => {
  let helps: Record<string, string>;

  beforeAll(async () => {
    const help = async (...argv: string[]) => {
      const host = new FakeHost();
      await main([...argv, "--help"], projectWith(models.trend, models.faces, parcel), host);
      return host.stdout.text;
    };
    const names = [...(await help()).matchAll(/^ {2}([a-z]+)(?: [<[][a-z.]+[>\]])* {2,}\S/gm)].flatMap(
      ([, name]) => name ?? [],
    );
    helps = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await help(name)] as const)));
  });

  it.each(documents)("and options in $path are those of kiln", ({ text }) => {
    const wrong: string[] = [];
    // Code only: `npx kiln train trend --seed 7`, in a span or a block. Prose may speak of a kiln.
    const code = [...text.matchAll(/```[\s\S]*?```|`[^`\n]+`/g)].map(([span]) => span).join("\n");
    for (const [line, name = "", rest = ""] of code.matchAll(/(?<![\w./-])kiln ([a-z]+)([^`\n#|&]*)/g)) {
      const help = helps[name];
      if (help === undefined) wrong.push(`${line.trim()}: no such command`);
      for (const [option] of rest.matchAll(/--[a-z][a-z-]*/g)) {
        if (help !== undefined && !help.includes(option)) wrong.push(`${line.trim()}: no option ${option}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
