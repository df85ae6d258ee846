import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FailedError, InputError, NotFoundError } from "../../core/errors.js";
import { scopeOf } from "../../export/graph-model.js";
import { plan } from "../../export/plan.js";
import { freezeRun } from "./frozen.js";
import { classifier, decoder } from "./toys.js";

let run: string;
beforeEach(async () => {
  run = await mkdtemp(join(tmpdir(), "kiln-plan-"));
});
afterEach(() => rm(run, { recursive: true, force: true }));

async function edit(file: string, change: (value: Record<string, never>) => void): Promise<void> {
  const path = join(run, "inference", file);
  const value = JSON.parse(await readFile(path, "utf8"));
  change(value);
  await writeFile(path, JSON.stringify(value));
}

describe("a run that can be exported", () => {
  it("is read whole, in the order of its graphs", async () => {
    await freezeRun(run, "toy", [classifier(), decoder(4)]);
    const { graphs, inference } = await plan(run);
    expect(graphs.map((graph) => graph.contract.name)).toEqual(["toy", "toy_decoder"]);
    expect(graphs[0]?.graph.inputs).toEqual({ values: "values:0", code: "code:0" });
    expect(graphs[0]?.graph.outputs).toMatchObject({ probability: "probability:0", again: "logit:0" });
    expect(graphs[0]?.weightsSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(inference.model).toBe("toy");
  });
});

describe("a run that cannot", () => {
  it("does not exist", async () => {
    await expect(plan(join(run, "none"))).rejects.toThrow(NotFoundError);
    await expect(plan(join(run, "none"))).rejects.toThrow(/none: there is no such run\nkiln runs/);
  });

  it("was never frozen", async () => {
    await expect(plan(run)).rejects.toThrow(/has no inference\/: nothing of it has been frozen for export\nTrain it/);
  });

  it("has an index that is damaged, or none", async () => {
    await mkdir(join(run, "inference"));
    await expect(plan(run)).rejects.toThrow(/inference.json: this file of the run is missing/);
    await writeFile(join(run, "inference/inference.json"), '{"formatVersion": 1');
    await expect(plan(run)).rejects.toThrow(/inference index is not valid JSON/);
    await writeFile(join(run, "inference/inference.json"), '{"formatVersion": 2}');
    await expect(plan(run)).rejects.toThrow(InputError);
  });

  it("lacks a graph, its weights or its golden cases", async () => {
    await freezeRun(run, "toy", [classifier()]);
    for (const file of ["golden.json", "weights.bin", "model.json"]) {
      await rm(join(run, "inference/toy", file));
      await expect(plan(run)).rejects.toThrow(`${file}: this file of the run is missing`);
    }
  });

  it("lacks a case, or rows of one: the proof would be weaker", async () => {
    await freezeRun(run, "toy", [classifier()]);
    await edit("toy/golden.json", (golden: Record<string, unknown[]>) => golden.cases?.splice(5, 1));
    await expect(plan(run)).rejects.toThrow(/golden.json: the case "large, batch 1" is missing\nFreeze the run again/);
    await freezeRun(run, "toy", [classifier()]);
    await edit("toy/golden.json", (golden: Record<string, { rows: number }[]>) => {
      const last = golden.cases?.[2];
      if (last !== undefined) last.rows = 4;
    });
    await expect(plan(run)).rejects.toThrow(/"sample, batch 16" has 4 of 16 rows/);
  });

  it("has golden cases of another graph", async () => {
    await freezeRun(run, "toy", [classifier()]);
    await edit("toy/golden.json", (golden: Record<string, string>) => {
      golden.graph = "trend";
    });
    await expect(plan(run)).rejects.toThrow(/golden cases of trend, not of toy/);
  });

  it("has two graphs of one name, or of two models", async () => {
    await freezeRun(run, "toy", [classifier(), classifier()]);
    await expect(plan(run)).rejects.toThrow(/two graphs have one name/);
    await freezeRun(run, "other", [classifier()]);
    await expect(plan(run)).rejects.toThrow(/toy belongs to the model toy, not to other/);
  });

  it("has a graph with another free dimension than the batch", async () => {
    await freezeRun(run, "toy", [classifier()]);
    type Shapes = { inputs: { values: { tensorShape: { dim: { size: string }[] } } } };
    await edit("toy/model.json", ({ signature }: Record<string, Shapes>) => {
      const size = signature?.inputs.values.tensorShape.dim[1];
      if (size !== undefined) size.size = "-1";
    });
    await expect(plan(run)).rejects.toThrow(FailedError);
    await expect(plan(run)).rejects.toThrow(
      /"values" has shape \[-1, -1\] in the graph and \[-1, 4\] in the contract\nOnly the first dimension, the batch/,
    );
  });

  it("has a graph with other outputs than its contract", async () => {
    await freezeRun(run, "toy", [classifier()]);
    await edit("toy/model.json", ({ signature }: Record<string, { outputs: Record<string, unknown> }>) => {
      delete signature?.outputs.again;
    });
    await expect(plan(run)).rejects.toThrow(/graph's outputs are probability, logit, the contract's are/);
  });
});

describe("scopes", () => {
  it("are a node's name without its last part", () => {
    expect(scopeOf("decoder/up2/Conv2DBackpropInput")).toBe("decoder/up2");
    expect(scopeOf("logit")).toBe("logit");
  });
});
