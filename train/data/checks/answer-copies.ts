/** Finds columns that are the answer itself, under another name: a model that sees one has learnt nothing. */
import type { Slot, Words } from "../rows/row-layout.js";

/** From here on a correlation counts as a copy: what is left is the rounding of the file. */
const SAME = 0.999_999;

/** One word of a row, with its name for a person. */
interface Column {
  readonly label: string;
  readonly at: number;
  readonly named: boolean;
}

/** A pair of columns that is being watched. */
interface Pair {
  readonly input: Column;
  readonly output: Column;
  /** True as soon as they are known to differ. */
  differs: boolean;
  /** Of names: which answer each value came with, and the other way round. */
  readonly forth: Map<number, number>;
  readonly back: Map<number, number>;
  /** Of numbers: sums about the first row. */
  readonly sums: Float64Array;
  readonly first: Float64Array;
}

/** More pairs than this are not watched: pictures and series as columns. */
const MOST_PAIRS = 2000;
/** Values of a column that are told apart. */
const MOST_VALUES = 10_000;

/** Watches rows, one at a time. */
export class AnswerCopies {
  readonly #pairs: readonly Pair[];
  #rows = 0;

  /** @param nameOf the source's name of a component of a field. */
  constructor(slots: readonly Slot[], nameOf: (slot: Slot, component: number) => string) {
    const columns = (role: string) =>
      slots
        .filter(
          ({ field }) =>
            field.role === role && (field.kind === "number" || field.kind === "category" || field.kind === "labels"),
        )
        .flatMap((slot) =>
          Array.from(
            { length: slot.size },
            (_, i): Column => ({
              label: nameOf(slot, i),
              at: slot.offset + i,
              named: slot.named,
            }),
          ),
        );
    const outputs = columns("output");
    this.#pairs = columns("input")
      .flatMap((input) => outputs.map((output) => pairOf(input, output)))
      .slice(0, MOST_PAIRS);
  }

  /** Takes in the row that begins at `index`. */
  add(words: Words, index: number): void {
    this.#rows += 1;
    for (const pair of this.#pairs) {
      if (pair.differs) continue;
      if (pair.output.named) this.#match(pair, words, index);
      else if (!pair.input.named) this.#sum(pair, words, index);
    }
  }

  /** The copies: the column, and the answer that it copies. */
  found(): { readonly column: string; readonly answer: string }[] {
    if (this.#rows < 10) return [];
    return this.#pairs.filter(isCopy).map(({ input, output }) => ({ column: input.label, answer: output.label }));
  }

  /** One value for each answer, and one answer for each value. */
  #match(pair: Pair, { whole, real }: Words, index: number): void {
    const value = (pair.input.named ? whole : real)[index + pair.input.at] as number;
    const answer = whole[index + pair.output.at] as number;
    if (Number.isNaN(value)) return;
    const [before, back] = [pair.forth.get(value), pair.back.get(answer)];
    if ((before !== undefined && before !== answer) || (back !== undefined && back !== value)) {
      pair.differs = true;
      return;
    }
    pair.forth.set(value, answer);
    pair.back.set(answer, value);
    if (pair.forth.size > MOST_VALUES) pair.differs = true;
  }

  #sum({ input, output, sums, first }: Pair, { real }: Words, index: number): void {
    const [x, y] = [real[index + input.at] as number, real[index + output.at] as number];
    if (Number.isNaN(x) || Number.isNaN(y)) return;
    if (sums[0] === 0) [first[0], first[1]] = [x, y];
    const [a, b] = [x - (first[0] as number), y - (first[1] as number)];
    sums[0] = (sums[0] as number) + 1;
    sums[1] = (sums[1] as number) + a;
    sums[2] = (sums[2] as number) + b;
    sums[3] = (sums[3] as number) + a * a;
    sums[4] = (sums[4] as number) + b * b;
    sums[5] = (sums[5] as number) + a * b;
  }
}

function pairOf(input: Column, output: Column): Pair {
  return {
    input,
    output,
    differs: output.named ? false : input.named,
    forth: new Map(),
    back: new Map(),
    sums: new Float64Array(6),
    first: new Float64Array(2),
  };
}

function isCopy({ output, differs, forth, sums }: Pair): boolean {
  if (differs) return false;
  if (output.named) return forth.size > 1;
  const [n, a, b, aa, bb, ab] = sums as unknown as [number, number, number, number, number, number];
  const [varianceA, varianceB] = [aa - (a * a) / n, bb - (b * b) / n];
  if (n < 10 || !(varianceA > 0 && varianceB > 0)) return false;
  return Math.abs((ab - (a * b) / n) / Math.sqrt(varianceA * varianceB)) > SAME;
}
