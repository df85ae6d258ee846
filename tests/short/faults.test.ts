/** What a person is told who made a mistake in a model's file, or whose data cannot be learned from. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { silentReporter } from "../../core/reporter.js";
import { defineModel, labels, type ModelSpec, number, type Value, z } from "../../public/index.js";
import { rows } from "../../train/data/arrays/rows.js";
import type { Nn } from "../../train/nn/nn.js";
import type { AnyRecipe } from "../../train/recipe.js";
import { train } from "../../train/train.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-faults-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let runs = 0;
const kinds = (i: number) => (i % 2 === 0 ? "even" : "odd");
const data = rows(
  () => Array.from({ length: 80 }, (_, i) => ({ x: [i, i % 2, i % 7], kind: kinds(i) })),
  ["x", "kind"],
);

type Network = (x: Value<1>, nn: Nn) => Record<string, unknown>;

async function faultOf(
  network: Network,
  more: Partial<ModelSpec<string, never, never, z.ZodRawShape>> = {},
): Promise<string> {
  try {
    const model = defineModel({
      name: "parity",
      inputs: { x: number({ shape: [3] }) },
      outputs: { kind: labels() },
      data,
      network: (({ x }: { x: Value<1> }, nn: Nn) => network(x, nn)) as never,
      ...(more as object),
    });
    const recipe = (await model.recipe?.())?.default as AnyRecipe;
    const set = ["threads=1", "epochs=1", "batchSize=16", "learnedBaselines=false"];
    await train(recipe, { out: join(folder, String(runs++)), set, cache: folder, eager: true }, silentReporter);
    return "nothing was refused";
  } catch (error) {
    return (error as Error).message;
  }
}

describe("a network", () => {
  it.each<[string, Network, RegExp]>([
    [
      "with another name",
      (x, nn) => ({ kinds: nn.logits(x, "kind") }),
      /gives "kinds", which is not an output.*\nDid you mean kind\?/s,
    ],
    ["without an output", () => ({}), /does not give the output "kind"/],
    ["without a record", (x, nn) => nn.logits(x, "kind") as never, /no record of its outputs/],
    [
      "too wide",
      (x, nn) => ({ kind: nn.dense(x, 5) }),
      /"kind" is a number for each of 2 labels.*gives \[5\] \(dense_1\)/,
    ],
    [
      "of another rank",
      (x, nn) => ({ kind: nn.conv2d(x as never, 2, 3) }),
      /conv2d_1 takes \[height, width, channels\], and was given \[3\] \(x\)/,
    ],
    [
      "with a layer that leads nowhere",
      (x, nn) => {
        nn.dense(x, 7, { name: "forgotten" });
        return { kind: nn.logits(x, "kind") };
      },
      /no output depends on forgotten/,
    ],
    [
      "with one name twice",
      (x, nn) => ({ kind: nn.logits(nn.dense(nn.dense(x, 2, { name: "a" }), 2, { name: "a" }), "kind") }),
      /two layers called "a"/,
    ],
    [
      "that is given a number",
      (_, nn) => ({ kind: nn.logits(nn.dense(3 as never, 2), "kind") }),
      /nn.dense was given 3/,
    ],
    [
      "with an activation that there is none of",
      (x, nn) => ({ kind: nn.logits(nn.dense(x, 2, "rellu" as never), "kind") }),
      /no activation "rellu"/,
    ],
    [
      "whose loss is not finite",
      (x, nn) => ({ kind: nn.logits(nn.scale(x, 1e38), "kind") }),
      /became (NaN|Infinity|-Infinity) at step/,
    ],
  ])("%s", async (_, network, words) => {
    expect(await faultOf(network)).toMatch(words);
  });
});

describe("a model's file", () => {
  const fine: Network = (x, nn) => ({ kind: nn.logits(x, "kind") });
  it.each<[string, object, RegExp]>([
    ["a loss that does not fit", { loss: "huber" }, /loss of "kind" is huber, and "kind" holds labels/],
    ["a weight of no label", { loss: { kind: "crossEntropy", classWeights: { evn: 2 } } }, /Did you mean even\?/],
    ["a setting that is there already", { settings: { epochs: z.int().default(1) } }, /"epochs" is there already/],
    ["a setting without a default", { settings: { units: z.int() } }, /"units" has no default/],
    ["a default of nothing", { defaults: { epoch: 3 } }, /no setting "epoch"/],
    ["a name for no route", { name: "My Model" }, /cannot be called "My Model"/],
    ["no data of a field", { data: rows(() => [{ x: [1, 2, 3] }], ["x"]) }, /do not say where "kind" comes from/],
    [
      "one label only",
      { data: rows(() => Array.from({ length: 40 }, (_, i) => ({ x: [i, 1, 2], kind: "even" })), ["x", "kind"]) },
      /"kind" has one class only/,
    ],
    ["no rows", { data: rows(() => [], ["x", "kind"]) }, /there is no row/],
  ])("%s", async (_, more, words) => {
    expect(await faultOf(fine, more)).toMatch(words);
  });
});

describe("a run that was stopped", () => {
  it("does not go on with another network: the weight that differs is named", async () => {
    const recipeWith = async (units: number) => {
      const model = defineModel({
        name: "parity",
        inputs: { x: number({ shape: [3] }) },
        outputs: { kind: labels() },
        data,
        network: ({ x }, nn) => ({ kind: nn.logits(nn.dense(x, units, { name: "middle" }), "kind") }),
      });
      return (await model.recipe?.())?.default as AnyRecipe;
    };
    const out = join(folder, "stopped");
    const controller = new AbortController();
    const progress = () => controller.abort();
    const set = ["threads=1", "epochs=2", "batchSize=16", "learnedBaselines=false"];
    const { signal } = controller;
    const first = train(
      await recipeWith(4),
      { out, set, cache: folder, eager: true, signal },
      { ...silentReporter, progress },
    );
    await expect(first).rejects.toThrow(/stopped at step/);
    const other = train(await recipeWith(5), { resume: out, cache: folder }, silentReporter);
    await expect(other).rejects.toThrow(/network has changed.*"middle\/kernel" was \[3, 4\] and is \[3, 5\]/);
  });
});
