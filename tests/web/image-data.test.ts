import { expect, it } from "vitest";
import { withAlpha } from "../../web/components/image-data.js";

it("gives each RGB pixel a fourth, full byte", () => {
  expect([...withAlpha(Uint8Array.of(1, 2, 3, 0, 255, 7))]).toEqual([1, 2, 3, 255, 0, 255, 7, 255]);
  expect(withAlpha(new Uint8Array(0))).toHaveLength(0);
});
