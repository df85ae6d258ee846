import { describe, expect, it } from "vitest";
import { wrapped } from "../../../cli/reporter/wrap.js";

describe("wrapped", () => {
  it("breaks between words and indents what follows", () => {
    expect(wrapped("Epoch 1 of 8: loss 0.605", 16, "  ", "    ")).toBe("  Epoch 1 of 8:\n    loss 0.605");
  });

  it("keeps a short text and an overlong word whole", () => {
    expect(wrapped("done", 16, "  ", "    ")).toBe("  done");
    expect(wrapped("runs/trend/20260101T000000-1 is finished", 16, "  ", "    ")).toBe(
      "  runs/trend/20260101T000000-1\n    is finished",
    );
    expect(wrapped("", 16, "> ", "  ")).toBe("> ");
  });
});
