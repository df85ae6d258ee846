import { describe, expect, test } from "vitest";
import { clusterOrder } from "../../charts/clustering.js";
import { Random } from "../../core/random.js";

describe("the order of rows", () => {
  test("puts the members of a group side by side, however they were shuffled", () => {
    const random = Random.seeded(2, "clustering");
    const groups = [...random.permutation(60)].map((place) => place % 4);
    const noise = groups.map(() => 0.2 * random.uniform());
    const order = clusterOrder(60, (i, j) => (groups[i] === groups[j] ? 0.1 : 1) + (noise[i] ?? 0) + (noise[j] ?? 0));
    expect([...order].sort((a, b) => a - b)).toEqual(groups.map((_, i) => i));
    const changes = order.filter((row, i) => i > 0 && groups[row] !== groups[order[i - 1] ?? 0]).length;
    expect(changes).toBe(3);
  });

  test("turns merges so that points on a line come out in their order", () => {
    const places = [7, 1, 9, 3, 2, 8, 20, 21];
    const order = clusterOrder(places.length, (i, j) => Math.abs((places[i] ?? 0) - (places[j] ?? 0)));
    const found = order.map((row) => places[row] ?? 0);
    const ascending = [...places].sort((a, b) => a - b);
    expect([ascending, [...ascending].reverse()]).toContainEqual(found);
  });

  test("merges as average linkage does: SciPy's leaves of the same distances", () => {
    // scipy.cluster.hierarchy.linkage(d, "average"): ((0, 3), (1, (2, 4))); leaves apart from the turning of merges.
    const table = [
      [0, 6, 7, 1, 8],
      [6, 0, 3, 7, 4],
      [7, 3, 0, 9, 2],
      [1, 7, 9, 0, 9],
      [8, 4, 2, 9, 0],
    ];
    const order = clusterOrder(5, (i, j) => table[i]?.[j] ?? 0);
    const place = (row: number): number => order.indexOf(row);
    expect(Math.abs(place(0) - place(3))).toBe(1);
    expect(Math.abs(place(2) - place(4))).toBe(1);
    expect([place(0), place(3)].every((p) => p < 2) || [place(0), place(3)].every((p) => p > 2)).toBe(true);
  });

  test("keeps rows that are like none at an end, and ends with ties, one row and none", () => {
    const order = clusterOrder(4, (i, j) => (i === 1 || j === 1 ? Number.NaN : 0.5));
    expect([0, 3]).toContain(order.indexOf(1));
    expect(clusterOrder(6, () => 1).length).toBe(6);
    expect(clusterOrder(1, () => 0)).toEqual([0]);
    expect(clusterOrder(0, () => 0)).toEqual([]);
  });
});
