import { describe, expect, it } from "vitest";
import { naturalLog, Random } from "../../core/random.js";
import known from "../fixtures/random.json" with { type: "json" };

const take = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);

/** sfc32 as its author states it, in unbounded integers: 32-bit wrap-around is written out, not left to `| 0`. */
function* referenceSfc32(words: readonly number[]): Generator<number> {
  const mask = 0xffffffffn;
  let [a = 0n, b = 0n, c = 0n, counter = 0n] = words.map((word) => BigInt(word) & mask);
  for (;;) {
    const sum = (a + b + counter) & mask;
    counter = (counter + 1n) & mask;
    a = b ^ (b >> 9n);
    b = (c + ((c << 3n) & mask)) & mask;
    c = ((((c << 21n) & mask) | (c >> 11n)) + sum) & mask;
    yield Number(sum);
  }
}

describe("known answers, the same in every engine", () => {
  it.each(known.bits)("bits of seed $seed, label '$label'", ({ seed, label, values }) => {
    const random = Random.seeded(seed, label);
    expect(take(values.length, () => random.bits())).toEqual(values);
  });

  it("normal numbers, uniform numbers and a permutation", () => {
    const { normal, uniform, permutation } = known;
    const normals = Random.seeded(normal.seed, normal.label);
    expect(take(normal.values.length, () => normals.normal())).toEqual(normal.values);
    const uniforms = Random.seeded(uniform.seed, uniform.label);
    expect(take(uniform.values.length, () => uniforms.uniform())).toEqual(uniform.values);
    const order = Random.seeded(permutation.seed, permutation.label).permutation(permutation.values.length);
    expect([...order]).toEqual(permutation.values);
  });

  it("is sfc32", () => {
    const random = Random.seeded(20_260_101, "reference");
    const reference = referenceSfc32(random.state.words);
    for (let i = 0; i < 10_000; i++) expect(random.bits()).toBe(reference.next().value);
  });
});

describe("streams", () => {
  it("differ by label and by one bit of the seed", () => {
    const first = (seed: number, label: string) => Random.seeded(seed, label).bits();
    const firsts = [
      first(1, "a"),
      first(1, "b"),
      first(2, "a"),
      first(3, "a"),
      first(-1, "a"),
      first(2 ** 32 + 1, "a"),
    ];
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  it("go on from a saved state, the spare half of a normal pair included", () => {
    const random = Random.seeded(3, "resume");
    random.normal();
    const saved = JSON.parse(JSON.stringify(random.state));
    expect(saved.spare).not.toBeNull();
    const restored = Random.restore(saved);
    expect(take(7, () => restored.normal())).toEqual(take(7, () => random.normal()));
    expect(restored.state).toEqual(random.state);
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("refuse %d as a seed", (seed) => {
    expect(() => Random.seeded(seed)).toThrow(RangeError);
  });
});

describe("distributions", () => {
  const count = 100_000;

  it("normal: mean 0, variance 1, no skew, kurtosis 3, tails as they should be", () => {
    const random = Random.seeded(11, "normal");
    const draws = take(count, () => random.normal());
    const moment = (power: number) => draws.reduce((sum, x) => sum + x ** power, 0) / count;
    // Five standard errors of each moment's estimate: sqrt(1, 2, 15, 96 / n).
    expect(Math.abs(moment(1))).toBeLessThan(5 * Math.sqrt(1 / count));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
    expect(Math.abs(moment(3))).toBeLessThan(5 * Math.sqrt(15 / count));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / count));
    const beyondTwo = draws.filter((x) => Math.abs(x) > 2).length / count;
    expect(Math.abs(beyondTwo - 0.0455)).toBeLessThan(5 * Math.sqrt((0.0455 * 0.9545) / count));
  });

  it("uniform: 20 bins fill evenly (chi-squared below its 0.1 % point)", () => {
    const random = Random.seeded(12, "uniform");
    const draws = take(count, () => random.uniform());
    expect(draws.every((x) => x >= 0 && x < 1)).toBe(true);
    const bins = new Array<number>(20).fill(0);
    for (const x of draws) {
      const bin = Math.floor(x * 20);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    const expected = count / 20;
    const chiSquared = bins.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
    expect(chiSquared).toBeLessThan(43.82);
  });

  it("integer: even for a bound that does not divide 2^32, in range for the largest", () => {
    const random = Random.seeded(13, "integer");
    // 3 * 2^30 leaves a quarter of 2^32 over: without redrawing, the lower third would come up half of the time.
    const bound = 3 * 2 ** 30;
    const low = take(count, () => random.integer(bound)).filter((value) => value < 2 ** 30).length / count;
    expect(Math.abs(low - 1 / 3)).toBeLessThan(5 * Math.sqrt(2 / 9 / count));
    expect(random.integer(1)).toBe(0);
    expect(random.integer(2 ** 32)).toBeLessThan(2 ** 32);
    for (const bad of [0, -1, 1.5, 2 ** 32 + 1]) expect(() => random.integer(bad)).toThrow(RangeError);
  });

  it("permutation: holds each number once, and every order of four is equally likely", () => {
    const random = Random.seeded(14, "permutation");
    expect([...random.permutation(1000)].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    const orders = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const key = random.permutation(4).join("");
      orders.set(key, (orders.get(key) ?? 0) + 1);
    }
    expect(orders.size).toBe(24);
    const chiSquared = [...orders.values()].reduce((sum, seen) => sum + (seen - 1000) ** 2 / 1000, 0);
    expect(chiSquared).toBeLessThan(49.73);
  });

  it("between and the fills keep their bounds", () => {
    const random = Random.seeded(15, "fills");
    expect(take(1000, () => random.between(-3, 5)).every((x) => x >= -3 && x < 5)).toBe(true);
    const uniform = random.fillUniform(new Float32Array(count));
    expect(uniform.every((x) => x >= 0 && x < 1)).toBe(true);
    const normal = random.fillNormal(new Float32Array(count));
    expect(Math.abs(normal.reduce((sum, x) => sum + x, 0) / count)).toBeLessThan(5 * Math.sqrt(1 / count));
  });
});

describe("naturalLog", () => {
  it("is Math.log within 4 units in the last place, over the whole range", () => {
    const random = Random.seeded(16, "log");
    let worst = 0;
    for (let i = 0; i < 200_000; i++) {
      const x = Math.max(Number.MIN_VALUE, random.uniform() ** (1 + (i % 6)));
      worst = Math.max(worst, Math.abs(naturalLog(x) / Math.log(x) - 1));
    }
    expect(worst).toBeLessThanOrEqual(4 * Number.EPSILON);
  });

  it.each([1 - 2 ** -53, 0.5, Math.SQRT1_2, 2 ** -1022, Number.MIN_VALUE])("holds at the corner %d", (x) => {
    expect(Math.abs(naturalLog(x) / Math.log(x) - 1)).toBeLessThanOrEqual(4 * Number.EPSILON);
  });
});
