import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { ModelRegistry } from "../../core/definition.js";
import { InputError, NotFoundError, UsageError, VerificationError } from "../../core/errors.js";
import { type Operation, operation } from "../../core/operation.js";
import { tensorOf } from "../../core/tensor.js";
import { findPublished } from "../../store/find-published.js";
import { openPublished } from "../../store/open-published.js";
import type { PublishedModel } from "../../store/published-model.js";
import { predictRaw, rawExample } from "../../store/raw.js";
import { pairContract } from "../fixtures/contract.js";
import { publish } from "../serve/support/publish.js";

const root = mkdtempSync(join(tmpdir(), "kiln-predict-"));

const double: Operation = operation({
  summary: "Double",
  description: "Doubles three numbers.",
  request: z.object({ values: z.array(z.number()).length(3) }),
  response: z.object({ doubled: z.array(z.number()) }),
  example: { values: [1, 2, 3] },
  async run({ values }, { infer, manifests }) {
    const [graph = ""] = Object.keys(manifests);
    const feeds = { a: tensorOf("float32", [1, 3], values), index: tensorOf("int32", [1, 1], [0]) };
    const { sum } = await infer(graph, feeds);
    return { json: { doubled: Array.from(sum?.data ?? []) } };
  },
});

/** Definitions of which `predict` uses the processings alone. */
function registry(operations: Record<string, Operation>): ModelRegistry {
  const base = { title: "", summary: "", config: z.object({}), contract: () => [pairContract] };
  return { pair: { ...base, name: "pair", processings: { "pair@1": operations, "pair@2": operations } } };
}

beforeAll(async () => {
  await publish(root, { version: 1 });
  await publish(root, { version: 2 });
  await publish(root, { model: "twin", graphs: ["twin_left", "twin_right"], processing: "pair@1" });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function using<Value>(
  name: string,
  work: (model: PublishedModel, graph: string) => Promise<Value>,
  models: ModelRegistry = {},
): Promise<Value> {
  const model = await openPublished(name, { repository: root, models });
  try {
    return await work(model, model.graph);
  } finally {
    await model.release();
  }
}

describe("findPublished", () => {
  it("takes the newest version, or the one that is asked for", async () => {
    expect((await findPublished(root, "pair")).bundle.version).toBe(2);
    expect((await findPublished(root, "pair", 1)).bundle.version).toBe(1);
    await expect(findPublished(root, "pair", 3)).rejects.toThrow(NotFoundError);
  });

  it("takes the name of a model for its main graph, and that of a graph for itself", async () => {
    expect(await findPublished(root, "twin")).toMatchObject({ graph: "twin_left", bundle: { model: "twin" } });
    expect(await findPublished(root, "twin_right")).toMatchObject({ graph: "twin_right", bundle: { model: "twin" } });
    await expect(findPublished(root, "triplet")).rejects.toThrow(/kiln export triplet/);
  });
});

describe("by the contract alone", () => {
  it("feeds arrays by name and gives arrays by name", async () => {
    const answer = await using("twin_right", (model, graph) =>
      predictRaw(model, graph, {
        a: [
          [1, 2, 3],
          [0, 0, 0.5],
        ],
        index: [[4], [0]],
      }),
    );
    expect(answer).toEqual({
      sum: [
        [2, 4, 6],
        [0, 0, 1],
      ],
      copy: [[4], [0]],
    });
  });

  it("has an example that works", async () => {
    const example = rawExample(pairContract);
    const { copy } = await using("pair", (model, graph) => predictRaw(model, graph, example));
    expect(copy).toEqual(example.index);
  });

  it.each<[string, unknown, RegExp]>([
    ["no object", [1], /^\/: expected an object with the inputs a, index/],
    ["an unknown input", { b: [[1]] }, /^\/b: pair has no such input\nIts inputs are a, index/],
    ["a missing input", { a: [[1, 2, 3]] }, /^\/index: expected an array over batch, got nothing/],
    ["a value out of range", { a: [[1, 2, 3]], index: [[7]] }, /^index: element 0 is 7, outside 0 to 6/],
    ["two batch sizes", { a: [[1, 2, 3]], index: [[1], [2]] }, /same batch size/],
  ])("refuses %s", async (_, input, message) => {
    const asked = using("pair", (model, graph) => predictRaw(model, graph, input));
    await expect(asked).rejects.toThrow(InputError);
    await expect(asked).rejects.toThrow(message);
  });
});

describe("by an operation", () => {
  it("needs no name when there is one operation, and answers as the operation does", async () => {
    const answer = await using("pair", (model) => model.ask(undefined, { values: [1, 2, 3] }), registry({ double }));
    expect(answer).toEqual({ json: { doubled: [2, 4, 6] } });
  });

  it("names the field of a request that is wrong", async () => {
    const asked = using("pair", (model) => model.ask("double", { values: [1, "2", 3] }), registry({ double }));
    await expect(asked).rejects.toThrow(/^\/values\/1: double: /);
  });

  it("asks which when there are several, guesses at a slip, and points to --raw when there is none", async () => {
    const choose = (models: ModelRegistry, name?: string) =>
      using("pair", async (model) => model.operation(name).name, models);
    await expect(choose(registry({ double, again: double }))).rejects.toThrow(UsageError);
    await expect(choose(registry({ double, again: double }))).rejects.toThrow(/Its operations are double, again/);
    await expect(choose(registry({ double }), "duoble")).rejects.toThrow(/Did you mean double\?/);
    await expect(choose(registry({}))).rejects.toThrow(/It has none: use --raw/);
    const renamed = { pair: { ...registry({}).pair, processings: { "pair@7": { double } } } } as ModelRegistry;
    await expect(choose(renamed)).rejects.toThrow(NotFoundError);
    // A model that the project does not list is asked by its contract.
    expect(await choose({})).toBe("predict");
  });
});

describe("what is loaded is what was published", () => {
  it("refuses a file that was changed", async () => {
    await publish(root, { model: "bent" });
    appendFileSync(join(root, "bent", "1", "golden.json"), " ");
    const asked = using("bent", (model, graph) => predictRaw(model, graph, rawExample(pairContract)));
    await expect(asked).rejects.toThrow(VerificationError);
    await expect(asked).rejects.toThrow(/golden\.json: this is not the file that was published/);
  });

  it("refuses a runtime that answers otherwise than tfjs did, naming the case", async () => {
    await publish(root, { model: "off", goldenError: 0.01 });
    const asked = using("off", (model, graph) => predictRaw(model, graph, rawExample(pairContract)));
    await expect(asked).rejects.toThrow(VerificationError);
    await expect(asked).rejects.toThrow(/case "sample, batch 1", sum element \d is .*\nRun kiln verify off/);
  });

  it("loads a graph once, when it is first asked", async () => {
    const model = await openPublished("pair", { repository: root });
    const feeds = { a: tensorOf("float32", [1, 3], [1, 2, 3]), index: tensorOf("int32", [1, 1], [0]) };
    const [first, second] = await Promise.all([model.infer("pair", feeds), model.infer("pair", feeds)]);
    expect(first).toEqual(second);
    await model.release();
    await model.release();
  });
});
