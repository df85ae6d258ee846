import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { OPERATION_OUTPUTS } from "../../trace/operation-outputs.js";
import { TF2ONNX_OPERATIONS } from "../../trace/tf2onnx-operations.js";
import { fitLine } from "./capture-example.js";

const page = readFileSync(new URL("../../docs/trace.md", import.meta.url), "utf8");

/** Words that tfjs-node's sources hold and that are operations of TensorFlow too, but that it never runs. */
const NEVER_RUN = new Set(["A", "Mod", "Reverse", "TopK", "_FusedMatMul"]);

describe("docs/trace.md", () => {
  it("shows the example that is run here", () => {
    const example = readFileSync(new URL("./capture-example.ts", import.meta.url), "utf8");
    expect(page).toContain(`\`\`\`ts\n${example}\`\`\``);
  });

  it("has an example that fits its line", async () => {
    const [slope, offset] = await fitLine(60);
    expect(slope).toBeCloseTo(3, 4);
    expect(offset).toBeCloseTo(-2, 4);
  });

  it("lists every operation of tfjs-node that tf2onnx does not convert", () => {
    const missing = Object.keys(OPERATION_OUTPUTS).filter(
      (op) => !Object.hasOwn(TF2ONNX_OPERATIONS, op) && !NEVER_RUN.has(op),
    );
    expect(missing.length).toBeGreaterThan(10);
    expect(missing.filter((op) => !page.includes(`\`${op}\``))).toEqual([]);
  });
});
