/** Mean and deviation of the numbers of a field, one row at a time (Welford 1962), missing ones left out. */
import type { Statistics } from "../dataset.js";
import type { Slot, Words } from "./row-layout.js";

/** Of each component of a number field, or each channel of a series. */
export class Moments {
  readonly #slot: Slot;
  readonly #components: number;
  readonly #counts: Float64Array;
  readonly #means: Float64Array;
  readonly #squares: Float64Array;
  readonly #minima: Float64Array;
  readonly #maxima: Float64Array;

  constructor(slot: Slot) {
    this.#slot = slot;
    this.#components = slot.field.kind === "series" ? (slot.field.shape.at(-1) ?? 1) : slot.size;
    const zeros = () => new Float64Array(this.#components);
    [this.#counts, this.#means, this.#squares] = [zeros(), zeros(), zeros()];
    this.#minima = zeros().fill(Number.POSITIVE_INFINITY);
    this.#maxima = zeros().fill(Number.NEGATIVE_INFINITY);
  }

  /** Takes in the row that begins at `index`. */
  add({ real }: Words, index: number): void {
    const { offset, size } = this.#slot;
    for (let i = 0, component = 0; i < size; i++) {
      this.#take(component, real[index + offset + i] as number);
      component = component + 1 === this.#components ? 0 : component + 1;
    }
  }

  statistics(): Statistics[] {
    return Array.from(this.#means, (mean, i): Statistics => {
      const count = this.#counts[i] as number;
      const [minimum, maximum] = [this.#minima[i] as number, this.#maxima[i] as number];
      if (count === 0) return { mean: 0, deviation: 0, minimum: 0, maximum: 0 };
      // Rounding may leave a deviation to a column whose numbers are all equal.
      const deviation = minimum === maximum ? 0 : Math.sqrt(Math.max(0, (this.#squares[i] as number) / count));
      return { mean, deviation, minimum, maximum };
    });
  }

  #take(i: number, value: number): void {
    if (Number.isNaN(value)) return;
    const count = (this.#counts[i] as number) + 1;
    this.#counts[i] = count;
    const away = value - (this.#means[i] as number);
    const mean = (this.#means[i] as number) + away / count;
    this.#means[i] = mean;
    this.#squares[i] = (this.#squares[i] as number) + away * (value - mean);
    if (value < (this.#minima[i] as number)) this.#minima[i] = value;
    if (value > (this.#maxima[i] as number)) this.#maxima[i] = value;
  }
}
