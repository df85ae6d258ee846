import { create, toBinary } from "@bufbuild/protobuf";
import { describe, expect, test } from "vitest";
import { externalDataOf } from "../../store/external-data.js";
import {
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProtoSchema,
} from "../../trace/onnx/onnx_pb.js";
import { pairModel } from "../fixtures/onnx.js";

const elsewhere = create(TensorProtoSchema, {
  name: "w",
  dims: [2n],
  externalData: [
    { key: "offset", value: "0" },
    { key: "location", value: "../weights.bin" },
  ],
});
const own = create(TensorProtoSchema, { name: "v", dims: [2n], rawData: new Uint8Array(300) });
const inNode = create(NodeProtoSchema, {
  opType: "Constant",
  attribute: [create(AttributeProtoSchema, { name: "value", t: elsewhere })],
});
const deep = create(NodeProtoSchema, {
  opType: "If",
  attribute: [create(AttributeProtoSchema, { g: create(GraphProtoSchema, { node: [inNode] }) })],
});

function model(graph: Parameters<typeof create<typeof GraphProtoSchema>>[1]): Uint8Array {
  return toBinary(ModelProtoSchema, create(ModelProtoSchema, { graph: create(GraphProtoSchema, graph) }));
}

describe("weights in another file", () => {
  test.each([
    ["of an initializer", model({ initializer: [own, elsewhere] })],
    ["of a constant", model({ node: [inNode] })],
    ["inside of a branch", model({ initializer: [own], node: [deep] })],
  ])("%s are found", (_, bytes) => {
    expect(externalDataOf(bytes)).toBe("../weights.bin");
  });

  test.each([
    ["a model without", model({ initializer: [own] })],
    ["the pair", pairModel()],
    ["nothing", new Uint8Array()],
    ["a text", new TextEncoder().encode("this is no model at all")],
    ["half a model", model({ initializer: [elsewhere] }).slice(0, 20)],
  ])("%s has none", (_, bytes) => {
    expect(externalDataOf(bytes)).toBeUndefined();
  });
});
