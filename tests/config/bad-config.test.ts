/** What a person sees of a config that cannot be used: one clear line with their file and line, and the exit code. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { configOf, type Ended, startAsIs } from "../e2e/kiln.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-bad-config-"));
const published = fileURLToPath(new URL("../fixtures/made-by-362de6e/published", import.meta.url));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(folder, "project-"));
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), text);
  }
}

async function kiln(...argv: string[]): Promise<Ended> {
  const running = startAsIs(place, argv);
  running.process.stdin.end("");
  return await running.ended;
}

const config = (models: string, more = "") =>
  `import { defineConfig } from "kilnjs";\nexport default defineConfig({\n  models: { ${models} },\n${more}});\n`;
const model = (name: string, processing: string) =>
  `import { z } from "kilnjs";
export default {
  name: "${name}", title: "", summary: "", config: z.unknown(), contract: () => [], processings: { "${processing}": {} },
};\n`;

describe("a config", () => {
  it.each<[what: string, files: Record<string, string>, first: RegExp, next: RegExp | null]>([
    ["that is not there", {}, /^error: there is no kiln\.config\.ts in .* or above$/, /defineConfig/],
    [
      "beside another",
      { "kiln.config.ts": config(""), "kiln.config.mjs": config("") },
      /two configs, kiln\.config\.ts and kiln\.config\.mjs/,
      /Keep one/,
    ],
    [
      "that throws",
      { "kiln.config.ts": 'const table: string = "x";\n\nthrow new Error(`no $' + "{table}`);\n" },
      /^error: kiln\.config\.ts:3:7: no x$/,
      /when it was loaded/,
    ],
    [
      "whose own part throws",
      {
        "kiln.config.ts": `import { port } from "./settings/port.js";\n${config("", "serve: { port },")}`,
        "settings/port.ts":
          "const ports: number[] | undefined = globalThis.nothing;\nexport const port = ports.length;\n",
      },
      /^error: settings\/port\.ts:2:\d+: TypeError: Cannot read properties of undefined/,
      /when it was loaded/,
    ],
    [
      "that does not compile",
      { "kiln.config.ts": "export default {\n  models: {,\n};\n" },
      /^error: kiln\.config\.ts:2:12: expected identifier but found ","$/,
      null,
    ],
    [
      "that exports something else",
      { "kiln.config.ts": "export default 7;\n" },
      /default export is no config/,
      /Write/,
    ],
    [
      "that exports nothing",
      { "kiln.config.ts": "export const models = {};\n" },
      /default export is no config/,
      /Write/,
    ],
    [
      "with an unknown key",
      { "kiln.config.ts": config("", '  repositry: "x",\n') },
      /^error: kiln\.config\.ts: there is no setting "repositry"$/,
      /Did you mean repository\?/,
    ],
    [
      "whose model is not there",
      { "kiln.config.ts": config('parcel: () => import("./models/parcel.js")') },
      /^error: kiln\.config\.ts:3:\d+: there is no file models\/parcel\.js$/,
      null,
    ],
    [
      "whose model does not compile",
      {
        "kiln.config.ts": config('parcel: () => import("./models/parcel.js")'),
        "models/parcel.ts": "export default {\n  name: 'parcel'\n  title: 'Parcel',\n};\n",
      },
      /^error: models\/parcel\.ts:3:3: expected "}" but found "title"$/,
      null,
    ],
    [
      "whose model throws",
      {
        "kiln.config.ts": config('parcel: () => import("./models/parcel.js")'),
        "models/parcel.ts": 'import { zones } from "./zones.js";\nexport default zones;\n',
        "models/zones.ts": "export const zones: string[] = [];\nthrow new RangeError('no zones');\n",
      },
      /^error: models\/zones\.ts:2:7: RangeError: no zones$/,
      /when it was loaded/,
    ],
    [
      "whose model is none",
      { "kiln.config.ts": config('parcel: () => import("./parcel.js")'), "parcel.ts": "export default {};\n" },
      /^error: .*parcel\.ts: its default export is no model$/,
      /lists it as "parcel"/,
    ],
  ])("%s", async (_, files, first, next) => {
    write(files);
    const { code, err, out } = await kiln("train", "parcel");
    const lines = err.trimEnd().split("\n");
    expect(lines[0]).toMatch(first);
    if (next === null) expect(lines).toHaveLength(1);
    else expect(lines[1]).toMatch(next);
    expect(code).toBe(2);
    expect(out).toBe("");
  });

  it("with two processings of one name is refused by what needs all models", async () => {
    write({
      "kiln.config.ts": config('one: () => import("./one.js"), two: () => import("./two.js")'),
      "one.ts": model("one", "same@1"),
      "two.ts": model("two", "same@1"),
    });
    cpSync(published, join(place, "published"), { recursive: true });
    const { code, err } = await kiln("serve", "--port", "0");
    expect(err).toContain('error: the models one and two both have a processing "same@1"');
    expect(code).toBe(2);
  });

  it("is told to machines as an event", async () => {
    write({ "kiln.config.ts": "export default 7;\n" });
    const { events } = await kiln("train", "parcel", "--json");
    expect(events).toMatchObject([{ event: "error", kind: "usage", exit: 2, where: { file: "kiln.config.ts" } }]);
  });
});

describe("without a config", () => {
  it("what was published is there all the same", async () => {
    const repository = ["--repository", published];
    const example = await kiln("predict", "trend", "--raw", "--example", ...repository);
    expect(example.code, example.err).toBe(0);
    write({ "request.json": example.out });
    const raw = await kiln("predict", "trend", "--raw", "--input", "request.json", ...repository);
    expect(JSON.parse(raw.out)).toHaveProperty("probability");
    expect((await kiln("verify", "trend", ...repository)).code).toBe(0);
    expect((await kiln("runs")).code).toBe(0);
    expect(existsSync(join(place, ".kiln"))).toBe(false);
  });

  it("help is shown, and a model's command is unknown", async () => {
    expect((await kiln("--help")).out).toContain("kiln <command> --help");
    const unknown = await kiln("sample");
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain('unknown command "sample"');
  });
});

describe("one broken model", () => {
  const broken = configOf("trend").replace("models: {", 'models: {\n    parcel: () => import("./parcel.js"),');

  it("hurts alone", async () => {
    write({ "kiln.config.ts": broken, "parcel.ts": "throw new Error('half written');\n" });
    expect((await kiln("train", "trend", "--settings")).code).toBe(0);
    const help = await kiln("--help");
    expect(help.out).toMatch(/classify .*country/);
    expect(help.out).toMatch(/commands of the model "parcel" are left out: parcel\.ts:1:7: half written/);
    expect((await kiln("classify", "--help")).out).toMatch(/^Usage: kiln classify/);
  });

  it("is left out by a server, which keeps what it has when more breaks", async () => {
    write({ "kiln.config.ts": broken, "parcel.ts": "throw new Error('half written');\n" });
    cpSync(published, join(place, "published"), { recursive: true });
    rmSync(join(place, "published", "faces_encoder"), { recursive: true });
    rmSync(join(place, "published", "faces_decoder"), { recursive: true });
    const server = startAsIs(place, ["serve", "--port", "0", "--json", "--executors", "1"]);
    try {
      const { url, models } = await server.event(({ event }) => event === "result");
      expect(models).toEqual([{ name: "trend", version: 1 }]);
      write({ "kiln.config.ts": "throw new Error('broken');\n" });
      expect((await fetch(`${url}/v1/trend/countries`)).status).toBe(200);
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
    } finally {
      server.process.kill("SIGTERM");
    }
    const { code, err } = await server.ended;
    expect(code).toBe(0);
    expect(err).toMatch(/the model "parcel" is left out: parcel\.ts:1:7: half written/);
  });
});

describe("a command of a model", () => {
  it("with the name of another is an error that names both", async () => {
    const commands = `import { defineCommands, subcommand } from "kilnjs/cli";
      export default defineCommands({ heading: "Mine", commands: [() => subcommand("train", "other things")] });`;
    write({
      "kiln.config.ts": config('parcel: () => import("./parcel.js")'),
      "parcel.ts": model("parcel", "parcel@1").replace("name:", 'commands: () => import("./commands.js"), name:'),
      "commands.ts": commands,
    });
    const { code, err } = await kiln("sample");
    expect(err).toContain('error: Kiln and the model "parcel" both have a command "train"');
    expect(code).toBe(2);
    expect((await kiln("--help")).out).toContain('both have a command "train"');
  });
});

describe("--config and KILN_CONFIG", () => {
  it("name a config, wherever the option stands", async () => {
    write({ "elsewhere/kiln.config.ts": configOf("trend") });
    const file = "elsewhere/kiln.config.ts";
    expect((await kiln("--config", file, "train", "trend", "--settings")).code).toBe(0);
    expect((await kiln("train", "trend", "--settings", `--config=${file}`)).code).toBe(0);
    const by = startAsIs(place, ["train", "trend", "--settings"], { KILN_CONFIG: file });
    expect((await by.ended).code).toBe(0);
    const missing = await kiln("train", "trend", "--config", "nowhere.ts");
    expect(missing.code).toBe(2);
    expect(missing.err).toContain("nowhere.ts: there is no such config");
  });
});
