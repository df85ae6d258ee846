import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, describe, expect, it } from "vitest";
import { fromBase64 } from "../../core/bytes.js";
import { wordsIn } from "../../core/png-text.js";
import { Random } from "../../core/random.js";
import { type Reporter, silentReporter } from "../../core/reporter.js";
import { makeTensor, type Tensors } from "../../core/tensor.js";
import { facesRecipe } from "../../models/faces/train/recipe.js";
import { trendRecipe } from "../../models/trend/train/recipe.js";
import { batchPicture, formOf } from "../../train/first-batch/default-picture.js";
import { batchRecord } from "../../train/first-batch/record.js";
import { batchNotes, differentExamples } from "../../train/first-batch/summary.js";
import type { AnyRecipe } from "../../train/recipe.js";
import { train } from "../../train/train.js";
import { parcelRecipe } from "../fixtures/parcel.js";

const root = mkdtempSync(join(tmpdir(), "kiln-first-batch-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const SHORT = ["epochs=1", "threads=1", "examples=64"];
const toy = parcelRecipe as unknown as AnyRecipe;

/** A recipe that keeps what it gave for the first batch. */
function listening(recipe: AnyRecipe): { recipe: AnyRecipe; first: () => Tensors } {
  let first: Tensors | undefined;
  const prepare: AnyRecipe["prepare"] = async (context) => {
    const data = await recipe.prepare(context);
    return {
      ...data,
      batch: async (indices: Uint32Array) => {
        const batch = (await data.batch(indices)) as Tensors;
        first ??= Object.fromEntries(
          Object.entries(batch).map(([name, { type, dims, data: all }]) => [name, makeTensor(type, dims, all.slice())]),
        );
        return batch;
      },
    };
  };
  return {
    recipe: { ...recipe, prepare },
    first: () => {
      if (first === undefined) throw new Error("no batch was asked for");
      return first;
    },
  };
}

/** Trains one step, by which the first batch is written. */
async function oneStep(recipe: AnyRecipe, run: string, set: string[]): Promise<void> {
  const stop = new AbortController();
  const reporter: Reporter = { ...silentReporter, record: (event) => event === "firstBatch" && stop.abort() };
  const training = train(recipe, { out: run, set, preset: "demo", eager: true, signal: stop.signal }, reporter);
  await expect(training).rejects.toThrow("stopped at step 1");
}

interface Written {
  schedules: Record<string, number>;
  tensors: { from: string; name: string; dims: number[]; sha256: string; rows?: number[][] }[];
}

const written = (run: string): Written => JSON.parse(readFileSync(join(run, "samples/first-batch.json"), "utf8"));

/** Pictures inside an SVG as raw levels. */
async function picturesIn(svg: string): Promise<Buffer[]> {
  const urls = [...svg.matchAll(/href="data:image\/png;base64,([^"]+)"/g)].map(([, data = ""]) => data);
  return await Promise.all(urls.map((data) => sharp(fromBase64(data)).raw().toBuffer()));
}

describe("every run keeps its first batch", () => {
  it("of a stranger's recipe: every number in JSON, and a table", async () => {
    const run = join(root, "toy");
    const { recipe, first } = listening(toy);
    await train(recipe, { out: run, set: SHORT }, silentReporter);
    const { tensors, schedules } = written(run);
    expect(schedules).toEqual({ learningRate: 0.5 });
    expect(tensors.map(({ name }) => name)).toEqual(["edges", "zone", "price"]);
    for (const { name, dims, rows } of tensors) {
      const given = first()[name];
      expect(dims).toEqual(given?.dims);
      expect(rows).toHaveLength(32);
      expect(Float32Array.from(rows?.flat() ?? [])).toEqual(Float32Array.from(given?.data ?? []));
    }
    const svg = readFileSync(join(run, "samples/first-batch.svg"), "utf8");
    const price = Number((first().price?.data[31] ?? 0).toPrecision(4));
    for (const shown of ["edges 1", "edges 3", "zone", "price", String(price)]) expect(svg).toContain(`>${shown}<`);
    expect(svg).toContain("All 32 examples of the batch are different.");
    expect((await sharp(join(run, "samples/first-batch.png")).metadata()).width).toBeGreaterThan(400);
  });

  it("of trend: its windows as curves, with the labels that they were trained with", async () => {
    const run = join(root, "trend");
    const { recipe, first } = listening(trendRecipe as unknown as AnyRecipe);
    await oneStep(recipe, run, ["batchSize=32", "units=4"]);
    const { increments, start_weekday: weekdays, label: labels } = first();
    const { tensors } = written(run);
    const rows = (name: string) => tensors.find((tensor) => tensor.name === name)?.rows?.flat() ?? [];
    expect(Float32Array.from(rows("increments"))).toEqual(increments?.data);
    expect(tensors.map(({ from, name }) => `${from} ${name}`)).toContain("random dropout");
    const svg = readFileSync(join(run, "samples/first-batch.svg"), "utf8");
    const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    for (let row = 0; row < 32; row++) {
      expect(svg).toContain(`>${row + 1}: ${labels?.data[row] === 1 ? "increase" : "decrease"}<`);
    }
    expect(svg.match(/>from \w+</g)).toEqual(Array.from(weekdays?.data ?? [], (day) => `>from ${days[day]}<`));
    expect(svg.match(/<path/g)?.length).toBe(32);
    expect(existsSync(join(run, "samples/first-batch.png"))).toBe(true);
  }, 120_000);

  it("of faces: every pixel as it went in, in a sheet with words", async () => {
    const run = join(root, "faces");
    const { recipe, first } = listening(facesRecipe as unknown as AnyRecipe);
    let svg = "";
    const watched: AnyRecipe = {
      ...recipe,
      firstBatch: async (context) => {
        const picture = await facesRecipe.firstBatch?.(context as never);
        if (picture === undefined) throw new Error("faces draws its own first batch");
        svg = picture.svg;
        return picture;
      },
    };
    await oneStep(watched, run, [
      "threads=1",
      "width=4",
      "hidden=16",
      "latent=4",
      "batchSize=16",
      "count=40",
      "smallestEpoch=0",
    ]);
    const shown = await picturesIn(svg);
    expect(shown).toHaveLength(16);
    expect(Buffer.concat(shown)).toEqual(Buffer.from(Uint8Array.from(first().image?.data ?? [])));
    const words = wordsIn(readFileSync(join(run, "samples/first-batch.png")));
    expect(words?.title).toBe("The first batch");
    expect(words?.description).toMatch(/16 pictures from embedded faces.*All 16 examples of the batch are different/);
    expect(existsSync(join(run, "samples/first-batch.svg"))).toBe(false);
  }, 120_000);

  it("and does nothing to the training, whatever the drawing does", async () => {
    const runs = {
      none: toy,
      scribbles: {
        ...toy,
        firstBatch: async ({ batch, random }) => {
          for (const { data } of [...Object.values(batch), ...Object.values(random)]) data.fill(0);
          return await batchPicture({ batch, random, schedules: {} });
        },
      } satisfies AnyRecipe,
      fails: {
        ...toy,
        firstBatch: async () => {
          throw new Error("out of ink");
        },
      } satisfies AnyRecipe,
    };
    const logs: string[] = [];
    const warnings: string[] = [];
    const reporter: Reporter = { ...silentReporter, warn: (text) => void warnings.push(text) };
    for (const [name, recipe] of Object.entries(runs)) {
      await train(recipe, { out: join(root, name), set: SHORT }, reporter);
      logs.push(readFileSync(join(root, name, "metrics.jsonl"), "utf8"));
    }
    expect(logs[1]).toBe(logs[0]);
    expect(logs[2]).toBe(logs[0]);
    expect(warnings.filter((text) => text.includes("first batch"))).toEqual([
      "The first batch was not drawn: out of ink",
    ]);
  });

  it("also when it was stopped before its first step, and not once more after it", async () => {
    const run = join(root, "resumed");
    const stopped: Reporter = {
      ...silentReporter,
      record: (event) => {
        if (event === "begun") throw new Error("the power went");
      },
    };
    await expect(train(toy, { out: run, set: SHORT }, stopped)).rejects.toThrow("the power went");
    expect(existsSync(join(run, "samples"))).toBe(false);

    const stop = new AbortController();
    const noticing: Reporter = { ...silentReporter, record: (event) => event === "firstBatch" && stop.abort() };
    await expect(train(toy, { resume: run, signal: stop.signal }, noticing)).rejects.toThrow("stopped at step 1");
    const file = join(run, "samples/first-batch.json");
    const uninterrupted = readFileSync(join(root, "toy/samples/first-batch.json"), "utf8");
    expect(readFileSync(file, "utf8")).toBe(uninterrupted);
    rmSync(file);
    await train(toy, { resume: run }, silentReporter);
    expect(existsSync(file)).toBe(false);
  });
});

describe("a batch by its shapes", () => {
  const numbers = (dims: number[], scale = 1) => {
    const size = dims.reduce((product, side) => product * side, 1);
    return makeTensor(
      "float32",
      dims,
      Random.seeded(1, "batch")
        .fillUniform(new Float32Array(size))
        .map((x) => x * scale),
    );
  };

  it("is pictures, curves or numbers", () => {
    const form = (...dims: number[]) => formOf({ dims }, 4);
    expect([form(4, 16, 16, 3), form(4, 16, 16, 1)]).toEqual(["picture", "picture"]);
    expect([form(4, 28), form(4, 28, 2)]).toEqual(["curves", "curves"]);
    expect([form(4), form(4, 1), form(4, 7), form(4, 16, 16, 2), form(4, 2, 2, 3), form(28)]).toEqual(
      Array(6).fill("numbers"),
    );
  });

  it.each([
    ["levels of 0 to 255", 255, 1],
    ["of 0 to 1", 1, 255],
  ])("draws pictures, %s, as they are", async (_, scale, times) => {
    const batch = { picture: numbers([3, 8, 9, 1], scale), label: makeTensor("int32", [3], Int32Array.of(5, 6, 7)) };
    const { svg, pngOnly } = await batchPicture({ batch, random: {}, schedules: {} });
    const levels = Array.from(batch.picture.data, (value) => Math.round(value * times));
    const shown = await Promise.all(
      (await picturesIn(svg)).map(async (raw) => (raw.length === 72 ? raw : raw.filter((_, i) => i % 3 === 0))),
    );
    expect(Buffer.concat(shown)).toEqual(Buffer.from(levels));
    expect(svg).toContain(">label 7<");
    expect(pngOnly?.title).toBe("The first batch");
  });

  it("draws a curve for each channel, and writes what is no curve", async () => {
    const batch = { wave: numbers([5, 12, 2]), truth: makeTensor("bool", [5, 1], Uint8Array.of(1, 0, 1, 1, 0)) };
    const { svg } = await batchPicture({ batch, random: { noise: numbers([5, 3]) }, schedules: { rate: 0.5 } });
    expect(svg.match(/<path/g)).toHaveLength(10);
    expect(svg).toContain(">truth 1<");
    expect(svg).toMatch(/Random numbers of the step: noise float32 \[5, 3\]/);
  });

  it("shows 48 of many and says so; the record has them all", async () => {
    const inputs = { batch: { wave: numbers([100, 12]) }, random: {}, schedules: {} };
    const { svg } = await batchPicture(inputs);
    expect(svg.match(/<path/g)).toHaveLength(48);
    expect(svg).toContain("the first 48 of its 100 examples");
    const { tensors } = JSON.parse(batchRecord(inputs)) as Written;
    expect(tensors[0]?.rows).toHaveLength(100);
  });

  it("that repeats itself, or holds no numbers, says so", () => {
    const data = Float32Array.of(1, 2, 1, 2, 3, Number.NaN);
    const batch = { rows: makeTensor("float32", [3, 2], data) };
    expect(differentExamples(batch)).toBe(2);
    const notes = batchNotes({ batch, random: {}, schedules: {} }).join(" ");
    expect(notes).toContain("Only 2 of the 3 examples of the batch are different.");
    expect(notes).toContain("rows float32 [3, 2], 1 to 3, mean 1.8, 1 not finite");
    expect(JSON.parse(batchRecord({ batch, random: {}, schedules: {} })).tensors[0].rows[2]).toEqual([3, "NaN"]);
  });
});
