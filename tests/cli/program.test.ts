import { describe, expect, it } from "vitest";
import { examples } from "../../cli/define.js";
import { main } from "../../cli/kiln.js";
import packageJson from "../../package.json" with { type: "json" };
import { FakeHost } from "../fixtures/host.js";
import { ours } from "../fixtures/models.js";

async function kiln(...argv: string[]) {
  const host = new FakeHost();
  const code = await main(argv, ours, host);
  return { code, out: host.stdout.text, err: host.stderr.text, host };
}

/** The names under the headings of `kiln --help`. */
async function commandNames(): Promise<string[]> {
  const { out } = await kiln("--help");
  return [...out.matchAll(/^ {2}([a-z]+)(?: [<[][a-z.]+[>\]])* {2,}\S/gm)].flatMap(([, name]) => name ?? []);
}

describe("help", () => {
  it("is shown for kiln alone, with the exit codes, on the standard output", async () => {
    const { code, out, err } = await kiln();
    expect(code).toBe(0);
    expect(out).toMatch(/^Usage: kiln <command>/);
    expect(out).toContain("130 interrupted");
    expect(err).toBe("");
  });

  it("lists the commands of the pipeline", async () => {
    expect(await commandNames()).toEqual(expect.arrayContaining(["demo", "data", "train", "serve", "predict", "runs"]));
  });

  it("of every command has examples that name it, and fits 80 columns", async () => {
    for (const name of await commandNames()) {
      if (name === "help") continue;
      const { code, out } = await kiln(name, "--help");
      expect(code).toBe(0);
      expect(out).toMatch(new RegExp(`^Usage: kiln ${name}`));
      expect(out.slice(out.indexOf("Examples:"))).toContain(`  kiln ${name}`);
      expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    }
  });

  it("says the version of package.json", async () => {
    expect(await kiln("--version")).toMatchObject({ code: 0, out: `${packageJson.version}\n` });
  });

  it("puts what an example does on a line of its own when it does not fit", () => {
    expect(examples(["kiln x", "does x"])).toBe("\nExamples:\n  kiln x  does x");
    const long = "kiln predict trend --raw --input - < a-rather-long-file-name.json";
    expect(examples([long, "by the contract alone"])).toBe(`\nExamples:\n  ${long}\n      by the contract alone`);
  });
});

describe("mistyped", () => {
  it.each([
    ["a command", ["trian"], 'unknown command "trian"', "Did you mean train?"],
    ["a command of help", ["help", "trian"], 'unknown command "trian"', "Look at kiln --help."],
    ["an option", ["train", "trend", "--prset", "demo"], 'unknown option "--prset"', "Did you mean --preset?"],
    ["an option of kiln", ["--versoin"], 'unknown option "--versoin"', "Did you mean --version?"],
    ["a missing argument", ["train"], 'missing required argument "model"', "Look at kiln train --help."],
    ["a number", ["serve", "--port", "http"], '"--port <n>" argument "http" is invalid', "Look at kiln serve --help."],
    ["a port out of range", ["serve", "--port", "70000"], "Give a whole number from 0 to 65535.", "Look at"],
    ["one argument too many", ["serve", "trend"], "too many arguments", "Look at kiln serve --help."],
    ["a road", ["export", "trend", "--via", "tf2onx"], 'argument "tf2onx" is invalid', "Look at kiln export --help."],
    ["a model", ["train", "trned"], 'there is no model "trned"', "Did you mean trend?"],
    ["a model of the demo", ["demo", "trned"], 'there is no model "trned"', "Did you mean trend?"],
    ["a preset", ["train", "trend", "--preset", "dmeo"], 'no preset "dmeo"', "Did you mean demo?"],
    ["a setting", ["train", "trend", "--set", "epcohs=3"], 'no setting "epcohs"', "Did you mean epochs?"],
  ])("%s: exit code 2 and a word on what is meant", async (_, argv, what, next) => {
    const { code, out, err } = await kiln(...argv);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(what);
    expect(err).toContain(next);
    expect(err.trimEnd().split("\n")).toHaveLength(2);
  });

  it("is told to machines as an event too", async () => {
    const { out, err } = await kiln("train", "trned", "--json");
    expect(JSON.parse(out)).toMatchObject({
      event: "error",
      kind: "usage",
      exit: 2,
      reason: 'there is no model "trned"',
    });
    expect(err).toContain("Did you mean trend?");
    const parsed = JSON.parse((await kiln("train", "--prset", "--json")).out);
    expect(parsed).toMatchObject({ event: "error", kind: "usage", exit: 2 });
  });
});
