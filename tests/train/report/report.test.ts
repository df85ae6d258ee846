/** Reports from run directories that are whole, half written, damaged, of another model. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { withWords } from "../../../core/png-text.js";
import { differingEnvironments, differingSettings } from "../../../train/report/compare.js";
import { curveCharts, lateSpread, leastLoss } from "../../../train/report/curves.js";
import { reportPage } from "../../../train/report/page/page.js";
import { readRun } from "../../../train/report/read/run-directory.js";
import { writeReport } from "../../../train/report/write-report.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-report-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

function metrics(floor: number): string {
  const lines: string[] = [];
  for (let step = 1; step <= 40; step++) {
    lines.push(JSON.stringify({ kind: "step", epoch: 0, step, loss: floor + 1 / step + (step % 2) * 0.01 }));
    if (step % 10 !== 0) continue;
    const loss = { "training.loss": floor + 1 / step, "validation.loss": floor + 2 / step };
    lines.push(JSON.stringify({ kind: "epoch", epoch: step / 10, step, ...loss, "validation.same": 1 }));
  }
  return `${lines.join("\n")}\n`;
}

interface Made {
  readonly model?: string;
  readonly settings?: Record<string, unknown>;
  readonly files?: Record<string, string | Buffer>;
}

/** The header of a safetensors file, and nothing behind it: a report reads no further. */
function checkpoint(shapes: Record<string, number[]>): Buffer {
  const tensors = Object.entries(shapes).map(([name, shape]) => [name, { dtype: "F32", shape, data_offsets: [0, 0] }]);
  const header = Buffer.from(JSON.stringify({ __metadata__: { kiln: "{}" }, ...Object.fromEntries(tensors) }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.byteLength));
  return Buffer.concat([length, header]);
}

/** A run directory; a file whose content is empty is not written. */
function makeRun(name: string, { model = "faces", settings = { klWeight: 1 }, files = {} }: Made = {}): string {
  const run = join(folder, name);
  const whole: Record<string, string | Buffer> = {
    "config.json": JSON.stringify({
      ...{ formatVersion: 1, model, preset: "demo", seed: 1, settings },
      contracts: [
        { name: "faces_encoder", inputs: [], outputs: [] },
        {
          name: "faces_decoder",
          inputs: [{ name: "latent", dimensions: [{ size: null }, { size: 3 }] }],
          outputs: [{ name: "image", dimensions: [{ size: null }, { size: 64 }] }],
        },
      ],
    }),
    "environment.json": JSON.stringify({
      versions: { kiln: "0.1.0" },
      commit: null,
      cpu: { model: "a processor" },
      threads: 2,
      data: { source: "embedded", sha256: "ab".repeat(32) },
    }),
    "status.json": JSON.stringify({ status: "finished", step: 40, totalSteps: 40, epoch: 4, message: "" }),
    "summary.json": JSON.stringify({
      metrics: { "validation.mse": 0.01 },
      remarks: ["Worth <b>little</b> & said so."],
      data: { simulated: true },
    }),
    "evaluation.json": JSON.stringify({
      validation: { mse: 0.01, mseOfDraws: 0.011, kl: 3, klPerUnit: [2, 1, 0.001] },
    }),
    "metrics.jsonl": metrics(1),
    "samples/final-samples.png": PNG,
    "samples/epoch-0001-samples.png": PNG,
    "checkpoints/step-00000040.safetensors": checkpoint({
      "weights/decoder/dense/kernel": [3, 64],
      "weights/decoder/dense/bias": [64],
      "weights/encoder/dense/kernel": [64, 3],
      "optimizer/mean/decoder/dense/kernel": [3, 64],
    }),
    ...files,
  };
  for (const [file, content] of Object.entries(whole)) {
    if (content.length === 0) continue;
    mkdirSync(join(run, file, ".."), { recursive: true });
    writeFileSync(join(run, file), content);
  }
  return run;
}

/** A flow with two heads. */
const NETWORK = JSON.stringify({
  formatVersion: 1,
  graphs: [
    {
      name: "faces_encoder",
      boxes: [
        { id: "input image", kind: "input", name: "image", shape: [null, 64] },
        { id: "layer encoder/dense", kind: "layer", name: "encoder/dense", shape: [null, 3] },
        { id: "output mean", kind: "output", name: "mean", shape: [null, 3] },
        { id: "output spread", kind: "output", name: "spread", shape: [null, 3] },
      ],
      edges: [
        { from: "input image", to: "layer encoder/dense", back: false },
        { from: "layer encoder/dense", to: "output mean", back: false },
        { from: "layer encoder/dense", to: "output spread", back: false },
        { from: "layer gone", to: "output spread", back: false },
      ],
    },
  ],
});

/** Places of the words of a diagram, by the words. */
function placesIn(html: string): Map<string, { x: number; y: number }> {
  const texts = html.matchAll(/<text x="([\d.]+)" y="([\d.]+)"[^>]*font-weight="600"[^>]*>([^<]*)</g);
  return new Map([...texts].map(([, x, y, word = ""]) => [word, { x: Number(x), y: Number(y) }]));
}

describe("the network", () => {
  it("is drawn as its data flow: heads beside each other, below what they come from", async () => {
    const html = await reportPage([readRun(makeRun("flow", { files: { "network.json": NETWORK } }))], "");
    const at = (word: string) => placesIn(html).get(word) ?? { x: Number.NaN, y: Number.NaN };
    expect(at("mean").y).toBe(at("spread").y);
    expect(at("mean").x).not.toBe(at("spread").x);
    expect(at("mean").y).toBeGreaterThan(at("encoder/dense").y);
    expect(at("encoder/dense").y).toBeGreaterThan(at("image").y);
    expect(html).toContain("image to encoder/dense; encoder/dense to output mean and output spread.");
    // Three lines, each with its arrow.
    expect(html.match(/<path d="M-7,-4L0,0L-7,4"/g)).toHaveLength(3);
  });

  it("is a table alone before the training has ended, and where the file is damaged", async () => {
    const none = await reportPage([readRun(makeRun("no-flow"))], "");
    expect(none).toContain("is drawn when the training has ended");
    expect(none).not.toContain("Data flow from top to bottom");
    const damaged = readRun(makeRun("damaged-flow", { files: { "network.json": '{"formatVersion":1}' } }));
    expect(damaged.notes).toEqual(["network.json is damaged, or of another version: left out"]);
  });
});

describe("the first batch", () => {
  const files = {
    "samples/first-batch.png": Buffer.from(withWords(PNG, { title: "The first batch", description: "One face." })),
    "samples/first-batch.json": "{}",
  };

  it("is the first part of the page, and not among the other pictures", async () => {
    const run = readRun(makeRun("batch", { files }));
    expect(run.notes).toEqual([]);
    const html = await reportPage([run], "");
    expect(/<section id="([^"]*)">/.exec(html)?.[1]).toBe("first-batch");
    expect(html.match(/alt="The first batch: One face\."/g)).toHaveLength(1);
    expect(html).toContain("Exactly what the network was given in the first training step");
  });

  it("of several runs stands side by side; without one there is no such part", async () => {
    const runs = [readRun(makeRun("batch-a", { files })), readRun(makeRun("batch-b", { files }))];
    expect(await reportPage(runs, "")).toContain("The first batch, batch-b");
    expect(await reportPage([readRun(makeRun("batch-none"))], "")).not.toContain('id="first-batch"');
  });

  it("as SVG beside sheets that are PNG alone makes no note of a missing SVG", () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"></svg>';
    expect(readRun(makeRun("batch-svg", { files: { "samples/first-batch.svg": svg } })).notes).toEqual([]);
  });
});

it("draws the error of faces beside those of the baselines", async () => {
  const validation = { mse: 0.0081, baselines: { meanPicture: { mse: 0.042 }, pca: { mse: 0.0069, components: 32 } } };
  const files = { "evaluation.json": JSON.stringify({ validation, training: { mse: 0.0078 } }) };
  const html = await reportPage([readRun(makeRun("errors", { files }))], "");
  for (const shown of ["PCA, 32 components", "mean picture", "0.00690", "0.00810", "0.00780"])
    expect(html).toContain(shown);
});

describe("reading", () => {
  it("finds everything in a whole run, and no fault", () => {
    const run = readRun(makeRun("whole"));
    expect(run.notes).toEqual([]);
    expect([run.steps.length, run.epochs.length]).toEqual([40, 4]);
    expect(run.graphs[1]?.layers).toEqual([
      {
        path: "decoder/dense",
        weights: [
          { name: "kernel", shape: [3, 64] },
          { name: "bias", shape: [64] },
        ],
        parameters: 256,
      },
    ]);
    expect(run.pictures.map(({ name }) => name)).toEqual(["samples/epoch-0001-samples", "samples/final-samples"]);
  });

  it("shows what is there of a run that was killed, and notes what is not", () => {
    const killed = makeRun("killed", {
      files: {
        "metrics.jsonl": `${metrics(1)}{"kind":"step","epoch":4,"st`,
        "summary.json": "",
        "evaluation.json": '{"validation": ',
        "samples/final-samples.png": "no picture at all",
        "checkpoints/step-00000040.safetensors": Buffer.from("cut"),
      },
    });
    const { notes, steps, pictures, summary } = readRun(killed);
    expect(steps).toHaveLength(40);
    expect(summary).toBeNull();
    expect(pictures).toHaveLength(1);
    expect(notes).toEqual([
      "metrics.jsonl, line 45: cut off or damaged, left out",
      "checkpoints/step-00000040.safetensors cannot be read: left out",
      "checkpoints/ holds none that can be read: no table of layers",
      "summary.json is missing",
      "evaluation.json is damaged, or of another version: left out",
      "samples/final-samples.png is no picture: left out",
    ]);
  });

  it("refuses a folder that is no run", () => {
    expect(() => readRun(folder)).toThrow(/is no run directory: config.json is missing/);
  });
});

describe("comparing", () => {
  const [a, b] = [makeRun("a"), makeRun("b", { settings: { klWeight: 70 }, files: { "metrics.jsonl": metrics(2) } })];
  const runs = [readRun(a), readRun(b)];

  it("lists what differs, and only that", () => {
    expect(differingSettings(runs)).toEqual([{ name: "klWeight", values: ["1", "70"] }]);
    expect(differingEnvironments(runs)).toEqual([]);
  });

  it("draws training, validation and steps of each run in one chart, with the least validation loss", () => {
    const same = [readRun(a), readRun(makeRun("c", { files: { "metrics.jsonl": metrics(2) } }))];
    const charts = curveCharts(same);
    // What never changes is no curve.
    expect(charts.map(({ figure }) => figure)).toEqual(["loss"]);
    expect(charts[0]?.curves.map(({ name }) => name)).toEqual([
      "a each step",
      "a training",
      "a validation",
      "c each step",
      "c training",
      "c validation",
    ]);
    expect(charts[0]?.least).toEqual({ value: 1.05, step: 40, curve: "a validation" });
  });

  it("gives each run a chart of its own where their losses are not the same", () => {
    const charts = curveCharts(runs);
    expect(charts.map(({ figure, least }) => [figure, least?.value])).toEqual([
      ["loss, a", 1.05],
      ["loss, b", 2.05],
    ]);
    // The colour of a run is the same in all charts.
    expect(charts[1]?.curves.map(({ run }) => run)).toEqual([1, 1, 1]);
    expect(leastLoss(runs[1] as (typeof runs)[0])).toMatchObject({ value: 2.05, step: 40 });
  });

  it("measures how far the last steps scatter", () => {
    const late = [36, 37, 38, 39, 40].map((step) => 1 + 1 / step + (step % 2) * 0.01);
    const mean = late.reduce((sum, value) => sum + value, 0) / 5;
    const variance = late.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 5;
    const spread = lateSpread(readRun(a));
    expect(spread?.mean).toBeCloseTo(mean, 12);
    expect(spread?.deviation).toBeCloseTo(Math.sqrt(variance), 12);
  });

  it("refuses runs of two models, and says which", async () => {
    const other = makeRun("other", { model: "trend" });
    await expect(writeReport([a, other], join(folder, "never"))).rejects.toThrow(/a" is a run of faces.*of trend/);
    expect(existsSync(join(folder, "never"))).toBe(false);
  });
});

describe("the page", () => {
  it("is one file that asks for nothing, with every picture inside and as a file beside", async () => {
    const out = join(folder, "out");
    const { page, pictures } = await writeReport([join(folder, "whole")], out);
    const html = readFileSync(page, "utf8");
    expect(html.match(/(src|href)="(?!data:|#)[^"]*"/g)).toBeNull();
    expect(html).not.toMatch(/@import|url\(/);
    expect(html).toContain("Worth &#60;b&#62;little&#60;/b&#62; &#38; said so.");
    expect(html).toContain("Simulated");
    expect(html).toContain("1 layers, 256 parameters");
    expect(html).toContain("2 of 3 units");
    for (const file of pictures) expect(existsSync(file), file).toBe(true);
    // Of a series over epochs the page shows the last.
    expect(html.match(/data:image\/webp/g)).toHaveLength(1);
    for (const image of html.match(/<img [^>]*>/g) ?? []) expect(image).toMatch(/alt="[^"]+"/);
  });

  it("shows the words that a picture brings, and no equal figures as the least and the most", async () => {
    const words = { title: "Moves", description: "Hair: ink → platinum." };
    const figures = { "sharpness.reconstructions": 0.1, "sharpness.originals": 0.5, sensitivity: 2 };
    const summary = (unit: number) =>
      JSON.stringify({ metrics: { ...figures, "sensitivity.unitStep": unit }, remarks: [] });
    const evaluation = (unit: number) =>
      JSON.stringify({
        effects: { perDeviation: [1, 2], perUnit: [unit, 1] },
        sharpness: { originals: 2, reconstructions: 1, samples: 1 },
      });
    const made = [3, 4].map((unit) =>
      makeRun(`told-${unit}`, {
        files: {
          "summary.json": summary(unit),
          "evaluation.json": evaluation(unit),
          "samples/final-moves-attributes.png": Buffer.from(withWords(PNG, words)),
        },
      }),
    );
    const { page } = await writeReport(made, join(folder, "out-told"), { remarks: ["A sweep <in short>."] });
    const html = readFileSync(page, "utf8");
    expect(html).toContain('alt="Moves, told-3: Hair: ink → platinum."');
    expect(html).toContain("A sweep &#60;in short&#62;.");
    expect(html).toContain("a step of 1 of a latent unit changes a pixel by 3 levels");
    expect(html).not.toContain("Smoothest is");
    expect(html).toContain("Sensitivity: change of a picture for a step of 1");
  });

  it("says of an unfinished run how far it came, and what is missing", async () => {
    const { page, notes } = await writeReport([join(folder, "killed")], join(folder, "out-killed"));
    const html = readFileSync(page, "utf8");
    expect(notes.length).toBeGreaterThan(3);
    expect(html).toContain("Not finished");
    expect(html).toContain("metrics.jsonl, line 45");
  });

  it("compares runs: what differs, final figures side by side, rate and distortion", async () => {
    const { page } = await writeReport([join(folder, "a"), join(folder, "b")], join(folder, "out-two"));
    const html = readFileSync(page, "utf8");
    expect(html).toContain("2 runs compared");
    expect(html).toMatch(/klWeight<\/th><td[^>]*>1<\/td><td[^>]*>70</);
    expect(html).toContain("Rate and distortion");
  });
});
