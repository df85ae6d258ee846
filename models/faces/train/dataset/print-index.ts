/**
 * Finds pictures that may be nearly equal, without comparing each with each. A picture's print is the luminance of its
 * 8 x 8 squares (a perceptual hash in the manner of Yang, Gu and Niu, "Block mean value based image perceptual hashing",
 * 2006, with levels in place of bits, since a bit of a flat square is chance). Pictures lie in cells by five of their
 * means, which are the same in a mirror; a picture is looked for in its own cell, and in those it is close to.
 */
import { luminance, squares } from "./likeness.js";

/** Bytes of a print. */
const PRINT = 64;
/** Means that decide the cell. */
const AXES = 5;
/** Levels that a cell spans on each axis, and by which a mean of nearly equal pictures may differ. */
const CELL = 12;
const TOLERANCE = 4;
/** Levels by which a square of two prints may differ, and the mean of all. */
const SQUARE = 24;
const MEAN = 7;
/** Prints that a picture is held against at most, the newest first: in a cell with more, all look alike to a print. */
const MOST_COMPARED = 4_000;
/** Pictures handed over at most, the most alike first. */
const MOST_FOUND = 8;

/** What is kept of a picture while likes are looked for. */
export interface Print {
  readonly squares: Uint8Array;
  readonly means: readonly number[];
}

/** The print of a picture, [64, 64, 3]. */
export function printOf(picture: Uint8Array): Print {
  const colours = squares(picture, 8);
  const print = new Uint8Array(PRINT);
  let [red, green, blue, top, middle] = [0, 0, 0, 0, 0];
  for (let i = 0; i < PRINT; i++) {
    const [r, g, b] = [colours[3 * i] ?? 0, colours[3 * i + 1] ?? 0, colours[3 * i + 2] ?? 0];
    const level = luminance(r, g, b);
    print[i] = Math.round(level);
    const [row, column] = [Math.floor(i / 8), i % 8];
    red += r / PRINT;
    green += g / PRINT;
    blue += b / PRINT;
    if (row < 4) top += level / 32;
    if (row > 1 && row < 6 && column > 1 && column < 6) middle += level / 16;
  }
  return { squares: print, means: [red, green, blue, top, middle] };
}

/** The print of the picture in a mirror. */
export function mirroredPrint({ squares, means }: Print): Print {
  return { means, squares: squares.map((_, i) => squares[i - (i % 8) + 7 - (i % 8)] ?? 0) };
}

/** Prints of up to `capacity` pictures: 76 bytes each. */
export class PrintIndex {
  readonly #prints: Uint8Array;
  /** The newest picture of each cell, and for each picture the one before it; -1 ends a chain. Cells may share a chain. */
  readonly #newest: Int32Array;
  readonly #before: Int32Array;

  constructor(capacity: number) {
    this.#prints = new Uint8Array(capacity * PRINT);
    this.#newest = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(16, capacity)))).fill(-1);
    this.#before = new Int32Array(capacity).fill(-1);
  }

  /** Enters a picture under its number. */
  add(picture: number, { squares, means }: Print): void {
    this.#prints.set(squares, picture * PRINT);
    const chain = this.#chain(means.map((mean) => Math.floor(mean / CELL)));
    this.#before[picture] = this.#newest[chain] ?? -1;
    this.#newest[chain] = picture;
  }

  /** Pictures that were entered and may be nearly equal to this one, the most alike first. */
  find(print: Print): number[] {
    const found: { picture: number; distance: number }[] = [];
    let left = MOST_COMPARED;
    for (const chain of new Set(cellsNear(print.means).map((cell) => this.#chain(cell)))) {
      for (let picture = this.#newest[chain] ?? -1; picture >= 0 && left > 0; picture = this.#before[picture] ?? -1) {
        left -= 1;
        const distance = this.#distance(picture, print.squares);
        if (distance <= MEAN * PRINT) found.push({ picture, distance });
      }
    }
    found.sort((a, b) => a.distance - b.distance || a.picture - b.picture);
    return found.slice(0, MOST_FOUND).map(({ picture }) => picture);
  }

  /** Sum of the differences, or infinity as soon as they are too large. */
  #distance(picture: number, squares: Uint8Array): number {
    const from = picture * PRINT;
    let sum = 0;
    for (let i = 0; i < PRINT; i++) {
      const difference = Math.abs((this.#prints[from + i] ?? 0) - (squares[i] ?? 0));
      sum += difference;
      if (difference > SQUARE || sum > MEAN * PRINT) return Number.POSITIVE_INFINITY;
    }
    return sum;
  }

  #chain(cell: readonly number[]): number {
    let hash = 0;
    for (const place of cell) hash = Math.imul(hash ^ place, 0x9e3779b1) ^ (hash >>> 15);
    return (hash >>> 0) % this.#newest.length;
  }
}

/** The cell of these means, and its neighbours on every side that is nearer than the tolerance. */
function cellsNear(means: readonly number[]): number[][] {
  let cells: number[][] = [[]];
  for (const mean of means.slice(0, AXES)) {
    const [low, high] = [Math.floor((mean - TOLERANCE) / CELL), Math.floor((mean + TOLERANCE) / CELL)];
    cells = cells.flatMap((cell) =>
      low === high
        ? [[...cell, low]]
        : [
            [...cell, low],
            [...cell, high],
          ],
    );
  }
  return cells;
}
