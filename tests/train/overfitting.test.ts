import { expect, it } from "vitest";
import { overfittingRemarks } from "../../train/overfitting.js";

it("says it when the validation error is more than half as large again, with both errors", () => {
  const [remark = ""] = overfittingRemarks({ training: 0.01, validation: 0.0304 }, "squared error", "pictures");
  expect(remark).toContain(
    "squared error on validation pictures (0.0304) is 3.04 times that on training pictures (0.01)",
  );
  expect(overfittingRemarks({ training: 0.01, validation: 0.0151 }, "squared error", "pictures")).toHaveLength(1);
});

it("is silent where they are near each other, or the validation error is the smaller one", () => {
  for (const validation of [0.0149, 0.01, 0.002]) {
    expect(overfittingRemarks({ training: 0.01, validation }, "loss", "windows")).toEqual([]);
  }
  expect(overfittingRemarks({ training: 0, validation: 0 }, "loss", "windows")).toEqual([]);
});

it("says it of training examples that are known by heart", () => {
  expect(overfittingRemarks({ training: 0, validation: 0.2 }, "loss", "windows")[0]).toContain("far above");
});
