import { describe, expect, it } from "vitest";
import { type Contract, contractSchema, rowSize, shapeAt } from "../../core/contract.js";
import { parseAs } from "../../core/json.js";
import { pairContract } from "../fixtures/contract.js";

const [firstInput] = pairContract.inputs;
if (firstInput === undefined) throw new Error("the contract has inputs");

describe("contractSchema", () => {
  it("takes a contract through JSON unchanged", () => {
    expect(parseAs(contractSchema, JSON.parse(JSON.stringify(pairContract)), "contract")).toEqual(pairContract);
  });

  it.each<[string, object, string]>([
    ["another format version", { formatVersion: 3 }, "/formatVersion"],
    ["a processing without a version", { processing: "pair" }, "/processing"],
    ["a name with a path in it", { name: "../pair" }, "/name"],
    ["no inputs", { inputs: [] }, "/inputs"],
    ["an unknown element type", { inputs: [{ ...firstInput, type: "float64" }] }, "/inputs/0/type"],
    [
      "a dimension of size 0",
      { inputs: [{ ...firstInput, dimensions: [{ name: "w", size: 0 }] }] },
      "/inputs/0/dimensions/0/size",
    ],
    ["an edge case without values", { edgeCases: [{ name: "none", inputs: { a: [] } }] }, "/edgeCases/0/inputs/a"],
    [
      "a sample without spread",
      { inputs: [{ ...firstInput, sample: { distribution: "normal", mean: 0, deviation: 0 } }] },
      "/inputs/0/sample/deviation",
    ],
  ])("refuses %s, naming the field", (_, change, field) => {
    expect(() => parseAs(contractSchema, { ...pairContract, ...change }, "contract")).toThrow(
      expect.objectContaining({ where: { field } }),
    );
  });
});

describe("shapes", () => {
  const specs: Contract["inputs"] = pairContract.inputs;

  it("fill the free dimension with the batch size", () => {
    expect(specs.map((spec) => shapeAt(spec, 5))).toEqual([
      [5, 3],
      [5, 1],
    ]);
  });

  it("have a row size without the batch", () => {
    expect(specs.map(rowSize)).toEqual([3, 1]);
  });
});
