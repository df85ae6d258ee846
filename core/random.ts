/**
 * Kiln's only source of randomness: the same seed gives the same numbers, to the last bit, in Node and in every browser.
 *
 * Bits come from sfc32 (Chris Doty-Humphrey, PractRand), 128 bits of state in 32-bit integers. Normal numbers come from
 * Marsaglia's polar method (1964) with a logarithm of our own: ECMAScript leaves Math.log and Math.cos to the engine, so
 * two engines may differ in the last bit, while + - * / and Math.sqrt are exactly rounded everywhere.
 */

/** Everything a generator's future depends on; plain JSON, so that a checkpoint can hold it. */
export interface RandomState {
  readonly words: readonly [number, number, number, number];
  /** The second half of the last normal pair, when it has not been used yet. */
  readonly spare: number | null;
}

/**
 * A seeded stream of random numbers.
 *
 * @example
 * ```ts
 * const random = Random.seeded(7, "parcels"); // a label makes a stream of its own
 * random.uniform(); // [0, 1)
 * random.normal();
 * random.permutation(10);
 * ```
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter: number;
  #spare: number | null;

  private constructor(state: RandomState) {
    [this.#a, this.#b, this.#c, this.#counter] = state.words;
    this.#spare = state.spare;
  }

  /**
   * A stream of its own for every (seed, label): drawing more from one never shifts another, so that adding a use of
   * randomness does not change the numbers that older uses see.
   *
   * @param seed any integer that a double holds exactly.
   * @param label what the stream is for: "weights", "order", "noise".
   * @throws RangeError when the seed is no safe integer.
   */
  static seeded(seed: number, label = ""): Random {
    if (!Number.isSafeInteger(seed)) throw new RangeError(`a seed is a whole number, got ${seed}`);
    const magnitude = Math.abs(seed);
    const low = magnitude >>> 0;
    const high = (Math.floor(magnitude / 2 ** 32) ^ (seed < 0 ? 0x80000000 : 0)) >>> 0;
    const random = new Random({ words: [low, high, hashLabel(label), 1], spare: null });
    // The reference implementation discards 15 outputs, so that seeds that differ in one bit give unrelated streams.
    for (let i = 0; i < 15; i++) random.bits();
    return random;
  }

  /** Goes on from a saved state. */
  static restore(state: RandomState): Random {
    return new Random(state);
  }

  /** The state to save; `Random.restore` of it continues exactly here. */
  get state(): RandomState {
    return { words: [this.#a, this.#b, this.#c, this.#counter], spare: this.#spare };
  }

  /** 32 random bits as an unsigned integer. */
  bits(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A number in [0, 1) with 53 random bits. */
  uniform(): number {
    const high = this.bits() >>> 5;
    const low = this.bits() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** A number in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** A whole number in [0, bound), each equally likely. `bound` is 1 to 2^32. */
  integer(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > 2 ** 32) {
      throw new RangeError(`a bound is a whole number from 1 to 2^32, got ${bound}`);
    }
    // Values past the last whole multiple of the bound would favour small results: draw again.
    const limit = 2 ** 32 - (2 ** 32 % bound);
    let value = this.bits();
    while (value >= limit) value = this.bits();
    return value % bound;
  }

  /** A standard normal number (mean 0, variance 1). */
  normal(): number {
    if (this.#spare !== null) {
      const spare = this.#spare;
      this.#spare = null;
      return spare;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * naturalLog(s)) / s);
      this.#spare = v * factor;
      return u * factor;
    }
  }

  /** Fills an array with standard normal numbers and returns it. */
  fillNormal(target: Float32Array): Float32Array {
    for (let i = 0; i < target.length; i++) target[i] = this.normal();
    return target;
  }

  /** Fills an array with numbers in [0, 1) and returns it; float32 rounding never reaches 1. */
  fillUniform(target: Float32Array): Float32Array {
    for (let i = 0; i < target.length; i++) target[i] = (this.bits() >>> 8) / 16777216;
    return target;
  }

  /** The whole numbers 0..count-1 in random order (Fisher-Yates). */
  permutation(count: number): Uint32Array {
    const order = new Uint32Array(count);
    for (let i = 1; i < count; i++) order[i] = i;
    for (let i = count - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const held = order[i] as number;
      order[i] = order[j] as number;
      order[j] = held;
    }
    return order;
  }
}

/** FNV-1a over UTF-16 code units: spreads labels over 32 bits; it need not resist an adversary. */
function hashLabel(label: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < label.length; i++) {
    hash = Math.imul(hash ^ label.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

const LN2 = Math.LN2;
const SQRT_HALF = Math.SQRT1_2;

/**
 * ln(x) for 0 < x < 1 from + - * / alone, within 4 units in the last place: x = m * 2^-k with m in [sqrt(1/2), sqrt(2)),
 * then ln m = 2 artanh((m - 1) / (m + 1)) by its series, whose argument is at most 0.1716.
 */
export function naturalLog(x: number): number {
  let m = x;
  let k = 0;
  while (m < SQRT_HALF) {
    m *= 2;
    k += 1;
  }
  const t = (m - 1) / (m + 1);
  const t2 = t * t;
  let sum = 0;
  for (let n = 23; n >= 1; n -= 2) sum = sum * t2 + 1 / n;
  return 2 * t * sum - k * LN2;
}
