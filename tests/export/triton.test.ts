import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Contract } from "../../core/contract.js";
import { settleModelFiles } from "../../export/publish/model-files.js";
import { tritonConfig } from "../../export/publish/triton.js";
import { pairContract } from "../fixtures/contract.js";
import { publishPair } from "../store/pair.js";
import { parseProtobufText } from "./protobuf-text.js";
import { classifier, decoder } from "./toys.js";

const withWidth = (size: number): Contract => ({
  ...pairContract,
  inputs: pairContract.inputs.map((input) =>
    input.name === "a"
      ? {
          ...input,
          dimensions: [
            { name: "batch", size: null },
            { name: "width", size },
          ],
        }
      : input,
  ),
});

describe("config.pbtxt", () => {
  it("declares a model as Triton's ModelConfig does, without the batch dimension", () => {
    expect(parseProtobufText(tritonConfig("pair", [pairContract]))).toEqual({
      name: ["pair"],
      backend: ["onnxruntime"],
      default_model_filename: ["model.onnx"],
      max_batch_size: ["64"],
      input: [
        { name: ["a"], data_type: ["TYPE_FP32"], dims: ["3"] },
        { name: ["index"], data_type: ["TYPE_INT32"], dims: ["1"] },
      ],
      output: [
        { name: ["sum"], data_type: ["TYPE_FP32"], dims: ["3"] },
        { name: ["copy"], data_type: ["TYPE_INT32"], dims: ["1"] },
      ],
      dynamic_batching: [{}],
    });
  });

  it("reshapes an output of one number a row, since Triton knows no tensors without dimensions", () => {
    const { output } = parseProtobufText(tritonConfig("toy", [classifier().contract]));
    expect(output?.[0]).toEqual({
      name: ["probability"],
      data_type: ["TYPE_FP32"],
      dims: ["1"],
      reshape: [{ shape: [] }],
    });
  });

  it("keeps every dimension of a picture", () => {
    const { output } = parseProtobufText(tritonConfig("toy_decoder", [decoder(4).contract]));
    expect(output).toEqual([{ name: ["image"], data_type: ["TYPE_FP32"], dims: ["8", "8", "2"] }]);
  });

  it("names the labels where an output has one score for each, and only there", () => {
    const [sum, copy] = pairContract.outputs;
    if (sum === undefined || copy === undefined) throw new Error("the pair has two outputs");
    const contract: Contract = { ...pairContract, outputs: [{ ...sum, labels: ["one", "two", "three"] }, copy] };
    const { output } = parseProtobufText(tritonConfig("pair", [contract]));
    expect(output).toEqual([
      { name: ["sum"], data_type: ["TYPE_FP32"], dims: ["3"], label_filename: ["labels.txt"] },
      { name: ["copy"], data_type: ["TYPE_INT32"], dims: ["1"] },
    ]);
  });

  it("leaves input and output to Triton when versions differ in shape: -1 would fit neither", () => {
    const config = parseProtobufText(tritonConfig("pair", [withWidth(3), withWidth(5)]));
    expect(Object.keys(config)).toEqual([
      "name",
      "backend",
      "default_model_filename",
      "max_batch_size",
      "dynamic_batching",
    ]);
    expect(parseProtobufText(tritonConfig("pair", [withWidth(5), withWidth(5)])).input).toHaveLength(2);
  });
});

describe("the files beside the versions", () => {
  let root: string;
  const read = (name: string): Promise<string> => readFile(join(root, "pair", name), "utf8");
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "kiln-config-"));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it("hold for the version that is about to appear, and for those that are there", async () => {
    await settleModelFiles(root, "pair", withWidth(3));
    expect(await read("config.pbtxt")).toBe(tritonConfig("pair", [withWidth(3)]));
    expect(await read("labels.txt")).toBe("no\nyes\nmaybe\noften\nseldom\nnever\nalways\n");
    await publishPair(root, "pair", 1);
    await settleModelFiles(root, "pair", withWidth(5));
    expect(await read("config.pbtxt")).toBe(tritonConfig("pair", [withWidth(3), withWidth(5)]));
    await settleModelFiles(root, "pair");
    expect(await read("config.pbtxt")).toBe(tritonConfig("pair", [withWidth(3)]));
  });

  it("go when nothing was published after all", async () => {
    await settleModelFiles(root, "pair", pairContract);
    await settleModelFiles(root, "pair");
    expect(await readdir(root)).toEqual([]);
  });

  it("keep their dates when nothing changes: Triton would load the model again", async () => {
    await publishPair(root, "pair", 1);
    await settleModelFiles(root, "pair");
    const longAgo = new Date(2020, 1, 1);
    await utimes(join(root, "pair/config.pbtxt"), longAgo, longAgo);
    await settleModelFiles(root, "pair");
    expect((await stat(join(root, "pair/config.pbtxt"))).mtime).toEqual(longAgo);
  });

  it("ignore a broken version, which cannot say what shape it has", async () => {
    await publishPair(root, "pair", 1);
    await mkdir(join(root, "pair/2"));
    await settleModelFiles(root, "pair");
    expect(await read("config.pbtxt")).toBe(tritonConfig("pair", [pairContract]));
  });
});
