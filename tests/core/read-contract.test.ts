import { describe, expect, it } from "vitest";
import { contractSchema } from "../../core/contract.js";
import { InputError } from "../../core/errors.js";
import { parseAs } from "../../core/json.js";
import { readContractSchema } from "../../core/read-contract.js";
import { pairContract } from "../fixtures/contract.js";

/** The pair as format 1 had it: no kinds, the labels on the graph. */
function asFormat1(labels: readonly string[]) {
  return {
    ...pairContract,
    formatVersion: 1,
    inputs: pairContract.inputs.map(({ kind: _, ...input }) => input),
    outputs: pairContract.outputs.map(({ labels: _, ...output }) => output),
    labels,
  };
}

describe("readContractSchema", () => {
  it("reads today's format as it is", () => {
    expect(parseAs(readContractSchema, pairContract, "contract")).toEqual(pairContract);
  });

  it("reads format 1: its numbers are numbers, its labels those of the first output that they fit", () => {
    const read = parseAs(readContractSchema, asFormat1(["one", "two", "three"]), "contract");
    expect(read.formatVersion).toBe(2);
    expect(read.inputs.map(({ kind }) => kind)).toEqual([{ kind: "number" }, { kind: "number" }]);
    expect(read.outputs.map(({ labels }) => labels)).toEqual([["one", "two", "three"], undefined]);
    expect(contractSchema.parse(read)).toEqual(read);
  });

  it("knows no format after today's", () => {
    expect(() => parseAs(readContractSchema, { ...pairContract, formatVersion: 3 }, "contract")).toThrow(InputError);
  });

  it("refuses labels that no output can have", () => {
    const [sum, copy] = pairContract.outputs;
    const outputs = [{ ...sum, labels: ["only", "two"] }, copy];
    expect(() => parseAs(readContractSchema, { ...pairContract, outputs }, "contract")).toThrow(/outputs\/0\/labels/);
  });
});
