import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeCheck, doctor } from "../../cli/doctor.js";
import { InterruptedError } from "../../core/errors.js";
import { scratchFolder } from "../tools/setup/scratch.js";

const NAMES = ["machine", "onnxruntime-node", "onnxruntime-web", "sharp", "steps", "addon", "python", "converter"];

/** A checkout whose probes are these programs; one that is not given succeeds. */
function checkout(programs: Record<string, string>): string {
  const root = scratchFolder();
  const folder = join(root, "tools", "setup", "probes");
  mkdirSync(folder, { recursive: true });
  const fine = 'console.log(JSON.stringify({ ok: true, detail: "fine", lines: [] }))';
  for (const name of NAMES) writeFileSync(join(folder, `${name}.mjs`), programs[name] ?? fine);
  return root;
}

// Its real probes are asked by tests/e2e/third-model.test.ts, from the folder of a project.
describe("kiln doctor", () => {
  it("reports a probe that fails, crashes, or says nothing, and goes on", async () => {
    const root = checkout({
      python: 'console.log("chatter"); console.log(JSON.stringify({ ok: false, detail: "no pip", lines: ["a", "b"] }))',
      addon: `console.error("terminate called"); process.kill(process.pid, "SIGSEGV"); setInterval(() => {}, 1000)`,
      converter: "throw new Error('unexpected')",
      sharp: "",
    });
    const seen: string[] = [];
    const report = await doctor({ root, onCheck: ({ name, ok }) => seen.push(`${name} ${ok}`) });
    expect(report.ok).toBe(false);
    expect(seen).toEqual([
      "machine true",
      "onnxruntime-node true",
      "onnxruntime-web true",
      "sharp false",
      "setup true",
      "addon false",
      "python false",
      "converter false",
    ]);
    expect(report.checks.map(({ name }) => name)).toEqual(NAMES.map((name) => (name === "steps" ? "setup" : name)));
    const [, , , sharp, , addon, python, converter] = report.checks;
    expect(python).toMatchObject({
      detail: "no pip",
      lines: ["a", "b"],
      next: expect.stringContaining("npm run setup"),
    });
    expect(addon).toMatchObject({ detail: "the process crashed (SIGSEGV)", lines: ["terminate called"] });
    expect(converter?.detail).toBe("the process crashed (exit code 1)");
    expect(converter?.lines.join("\n")).toContain("unexpected");
    expect(sharp).toMatchObject({ ok: false, next: expect.any(String) });
    if (addon === undefined) throw new Error("no such check");
    expect(describeCheck(addon)).toBe(
      "FAIL  TensorFlow in Node: the process crashed (SIGSEGV)\n" +
        "      terminate called\n" +
        "      What to do: Run `kiln clean --yes`, then `npm run setup`: it installs everything anew.",
    );
  });

  it("can be stopped", async () => {
    const root = checkout({ python: "setInterval(() => {}, 1000)" });
    const controller = new AbortController();
    const onStart = (title: string) => {
      if (title === "Python") setTimeout(() => controller.abort(), 100);
    };
    await expect(doctor({ root, onStart, signal: controller.signal })).rejects.toBeInstanceOf(InterruptedError);
  });
});
