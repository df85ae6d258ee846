import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { FailedError, InterruptedError } from "../../core/errors.js";
import { type Reporter, silentReporter } from "../../core/reporter.js";
import { failedNodes } from "../../export/convert/log.js";
import { exportModel } from "../../export/export.js";
import { freezeRun } from "./frozen.js";
import { classifier } from "./toys.js";

let folder: string;
let run: string;
/** A temporary folder of our own, so that what an export leaves there can be told from what others do there. */
let temporary: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kiln-converter-test-"));
  temporary = join(folder, "tmp");
  await mkdir(temporary);
  vi.stubEnv("TMPDIR", temporary);
  run = await freezeRun(join(folder, "run"), "toy", [classifier()]);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** Something that is run in place of Python: a shell script. */
async function converter(script: string): Promise<string> {
  const file = join(folder, `python-${(await readdir(folder)).length}`);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

/** Exports with that converter; the repository must stay empty and the temporary folder clean. */
async function exportWith(python: string, more: { signal?: AbortSignal; reporter?: Reporter } = {}): Promise<unknown> {
  const repository = join(folder, "repository");
  const outcome = await exportModel({ run, repository, python, road: "tf2onnx", ...more }).then(
    () => "published",
    (cause: unknown) => cause,
  );
  await expect(readdir(repository)).rejects.toThrow(/ENOENT/);
  expect(await readdir(temporary)).toEqual([]);
  return outcome;
}

describe("a converter that fails", () => {
  it("is not there", async () => {
    const error = await exportWith(join(folder, "no-python"));
    expect(error).toBeInstanceOf(FailedError);
    expect(String(error)).toMatch(/no-python: there is no Python here\nExport needs .* kiln setup/);
  });

  it("may not be run", async () => {
    const file = await converter("exit 0");
    await chmod(file, 0o644);
    expect(String(await exportWith(file))).toMatch(/may not be run/);
  });

  it("lacks tf2onnx", async () => {
    const error = await exportWith(await converter(`echo "python: No module named tf2onnx" >&2; exit 1`));
    expect(String(error)).toMatch(/converter is not installed:\n.*No module named tf2onnx\nkiln setup installs it/s);
  });

  it("is killed", async () => {
    const error = await exportWith(await converter("kill -9 $$"));
    expect(error).toBeInstanceOf(FailedError);
    expect(String(error)).toMatch(/tf2onnx was killed by SIGKILL while converting toy\n.*Nothing was published/);
  });

  it("dies: its last lines are in the error, the first ones are not", async () => {
    const script = `i=0; while [ $i -lt 50 ]; do echo "line $i" >&2; i=$((i+1)); done; echo "ValueError: no" >&2; exit 1`;
    const message = String(await exportWith(await converter(script)));
    expect(message).toMatch(/ended with exit code 1 while converting toy:\nline 43\n[\s\S]*line 49\nValueError: no\n/);
    expect(message).not.toContain("line 42");
  });

  it("says that it succeeded and writes nothing", async () => {
    expect(String(await exportWith(await converter("exit 0")))).toMatch(/tf2onnx wrote no file for toy/);
  });

  it("says that it succeeded and writes rubbish", async () => {
    // The arguments are -m tf2onnx.convert --tfjs FILE --output FILE …
    expect(String(await exportWith(await converter('printf rubbish > "$6"')))).toMatch(/is no ONNX model/);
  });

  it("is stopped with the export, its process too", async () => {
    const abort = new AbortController();
    const started = join(folder, "started");
    const script = await converter(
      `trap 'kill $!; echo ended > "${started}-ended"; exit 143' TERM; echo $$ > "${started}"; sleep 60 & wait`,
    );
    const exporting = exportWith(script, { signal: abort.signal });
    await expect.poll(() => readdir(folder), { timeout: 30_000 }).toContain("started");
    abort.abort();
    expect(await exporting).toBeInstanceOf(InterruptedError);
    expect(await readdir(folder)).toContain("started-ended");
  });

  it("is not even started when the export was interrupted before", async () => {
    const python = await converter(`echo started > "${join(folder, "never-started")}"`);
    expect(await exportWith(python, { signal: AbortSignal.abort() })).toBeInstanceOf(InterruptedError);
    const abort = new AbortController();
    const reporter: Reporter = { ...silentReporter, stage: (name) => name.startsWith("convert") && abort.abort() };
    expect(await exportWith(python, { signal: abort.signal, reporter })).toBeInstanceOf(InterruptedError);
    expect(await readdir(folder)).not.toContain("never-started");
  });
});

describe("reading tf2onnx's log", () => {
  it("finds what it has no converter for", () => {
    const log = [
      "2026-11-23 13:29:59,948 - ERROR - Tensorflow op [squash/Log1p: Log1p] is not supported",
      "2026-11-23 13:29:59,948 - ERROR - Unsupported ops: Counter({'Log1p': 1})",
      "2026-11-23 13:30:00,114 - INFO - Successfully converted TensorFlow model x to ONNX",
    ].join("\n");
    expect(failedNodes(log)).toEqual([{ op: "Log1p", node: "squash/Log1p", unsupported: true }]);
  });

  it("finds an op that TensorFlow itself does not know", () => {
    const log = "ValueError: Failed to determine dtypes for op type Frobnicate. May be an unsupported op type.";
    expect(failedNodes(log)).toEqual([{ op: "Frobnicate", node: undefined, unsupported: true }]);
  });

  it("finds a conversion that broke off", () => {
    const log = `ERROR - Failed to convert node 'head/OneHot' (fct=<bound method OneHot.version_11>)
'OP=OneHot\\nName=head/OneHot\\nInputs:\\n\\tcode:0=Cast, [-1, 1], 6'
Traceback (most recent call last):`;
    expect(failedNodes(log)).toEqual([{ op: "OneHot", node: "head/OneHot", unsupported: false }]);
  });

  it("finds nothing in a conversion that went well", () => {
    expect(failedNodes("INFO - Using opset <onnx, 18>\nINFO - After optimization: Cast -1 (2->1)")).toEqual([]);
  });
});
