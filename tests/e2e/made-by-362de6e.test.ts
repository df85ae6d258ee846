/** What an earlier Kiln left behind goes on: its versions are verified and served, its half-done runs are resumed. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { main } from "../../cli/kiln.js";
import { decodeSafetensors } from "../../core/safetensors.js";
import { processorFeatures } from "../../train/run/environment.js";
import { FakeHost } from "../fixtures/host.js";
import { ours } from "../fixtures/models.js";
import { resultOf } from "./kiln.js";

const made = fileURLToPath(new URL("../fixtures/made-by-362de6e", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "kiln-made-before-"));
const published = join(folder, "published");
cpSync(join(made, "published"), published, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A command that needs no process of its own. */
async function kiln(argv: readonly string[], input = "") {
  const host = new FakeHost();
  host.input = input;
  const code = await main(argv, ours, host);
  return { code, out: host.stdout.text, err: host.stderr.text };
}

/** The operations of each model then. */
const operations = {
  trend: ["classify"],
  faces: ["sample", "decode", "encode", "reconstruct", "interpolate", "traverse", "edit"],
};

describe.each(Object.entries(operations))("%s, published before", (model, names) => {
  it("is verified", async () => {
    const verified = await resultOf(folder, ["verify", model, "--repository", published]);
    expect(verified).toMatchObject({ model, version: 1 });
  });

  it.each(names)("answers %s", async (operation) => {
    const asked = ["predict", model, operation, "--repository", published];
    const example = await kiln([...asked, "--example"]);
    const { code, out, err } = await kiln([...asked, "--input", "-"], example.out);
    expect(code, err).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ model, version: 1 });
  });
});

describe.each(Object.entries(operations))("%s, half trained before", (model) => {
  it("is resumed to the bits that 362de6e itself came to", async () => {
    const run = join(folder, `half-${model}`);
    cpSync(join(made, "runs", model), run, { recursive: true });
    const before = JSON.parse(readFileSync(join(run, "environment.json"), "utf8"));
    await resultOf(folder, ["train", model, "--resume", run]);
    const finished = JSON.parse(readFileSync(join(made, "finished.json"), "utf8"))[model];
    const last = join(run, "checkpoints", finished.checkpoint);
    const { metadata } = decodeSafetensors(readFileSync(last), last);
    // Other processor features give other bits; there, that it came to its last step has to do.
    if (JSON.stringify(processorFeatures()) === JSON.stringify(before.cpu.features)) {
      expect(metadata.sha256).toBe(finished.sha256);
    } else {
      expect(metadata.sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  });
});
