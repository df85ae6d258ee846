import { expect, it } from "vitest";
import { Budget } from "../../../../train/data/picture-folder/budget.js";

it("never spends more than its total, and lets a cost above it go alone", async () => {
  const budget = new Budget(10);
  let used = 0;
  let most = 0;
  const costs = [3, 4, 5, 2, 25, 9, 1, 10, 6];
  await Promise.all(
    costs.map((cost) =>
      budget.spend(cost, async () => {
        const charged = Math.min(10, cost);
        used += charged;
        most = Math.max(most, used);
        await new Promise((resolve) => setImmediate(resolve));
        used -= charged;
      }),
    ),
  );
  expect(most).toBeLessThanOrEqual(10);
  expect(most).toBeGreaterThanOrEqual(7);
});

it("gives back what a failed piece of work held", async () => {
  const budget = new Budget(1);
  await expect(
    budget.spend(1, async () => {
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  await expect(budget.spend(1, async () => "next")).resolves.toBe("next");
});
