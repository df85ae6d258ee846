/**
 * Rows of the held-out parts that nearly equal one of the training part: every number within a hundredth of its deviation.
 * Near rows lie near each other along any direction: they are looked for along one, among rows sorted by it.
 */
import { Random } from "../../../core/random.js";
import type { Statistics } from "../dataset.js";
import type { RowLayout, Words } from "../rows/row-layout.js";
import type { RowStore } from "../rows/row-store.js";

/** Part of a deviation by which near numbers may differ. */
const NEAR = 0.01;
/** Rows that are compared: of the held-out parts, of the training part. */
const HELD_OUT = 2_000;
const TRAINING = 200_000;

/** What was found. */
export interface NearRows {
  readonly compared: number;
  /** Near, and not equal. */
  readonly near: number;
}

/** One number of a row on its scale, or one name. */
interface Component {
  readonly at: number;
  readonly named: boolean;
  readonly scale: number;
}

/**
 * Compares the inputs of rows; null where they have no number that varies.
 *
 * @param statistics of the training part, by field.
 */
export async function nearRows(
  training: RowStore,
  heldOut: readonly RowStore[],
  layout: RowLayout,
  statistics: Readonly<Record<string, readonly Statistics[]>>,
): Promise<NearRows | null> {
  const components = componentsOf(layout, statistics);
  const numbers = components.filter(({ named }) => !named);
  if (numbers.length === 0) return null;
  const random = Random.seeded(0, "data/near rows");
  const direction = Float64Array.from(components, ({ named }) => (named ? 0 : random.normal()));
  const rows = heldOut.reduce((sum, store) => sum + store.rows, 0);
  const kept: Float64Array[] = [];
  for (const store of heldOut) {
    await eachRow(store, layout, Math.ceil(rows / HELD_OUT), (words, index) =>
      kept.push(pointOf(components, words, index)),
    );
  }
  const sorted = kept
    .map((point) => ({ point, along: project(point, direction), near: false }))
    .sort((a, b) => a.along - b.along);
  const alongs = Float64Array.from(sorted, ({ along }) => along);
  const reach = direction.reduce((sum, weight) => sum + Math.abs(weight), 0) * NEAR;
  await eachRow(training, layout, Math.ceil(training.rows / TRAINING), (words, index) => {
    const point = pointOf(components, words, index);
    const along = project(point, direction);
    for (let i = firstFrom(alongs, along - reach); i < sorted.length && (alongs[i] as number) <= along + reach; i++) {
      const other = sorted[i] as (typeof sorted)[number];
      if (!other.near && isNear(point, other.point, components)) other.near = true;
    }
  });
  return { compared: sorted.length, near: sorted.filter(({ near }) => near).length };
}

function componentsOf(layout: RowLayout, statistics: Readonly<Record<string, readonly Statistics[]>>): Component[] {
  return (
    layout.slots
      // A picture of a folder is a number here, which says nothing about its likeness to others.
      .filter(({ field, size }) => field.role === "input" && !(field.kind === "picture" && size === 1))
      .flatMap(({ field, offset, size, named }) => {
        const known = statistics[field.name] ?? [];
        return Array.from({ length: size }, (_, i): Component => {
          const deviation = named ? 1 : (known[i % Math.max(1, known.length)]?.deviation ?? 255);
          return { at: offset + i, named, scale: deviation === 0 ? 0 : 1 / deviation };
        });
      })
  );
}

function pointOf(components: readonly Component[], { whole, real }: Words, index: number): Float64Array {
  return Float64Array.from(components, ({ at, named, scale }) => {
    const value = (named ? whole : real)[index + at] as number;
    return Number.isNaN(value) ? 0 : value * scale;
  });
}

function project(point: Float64Array, direction: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < point.length; i++) sum += (point[i] as number) * (direction[i] as number);
  return sum;
}

/** Near in every component, and not equal in all. */
function isNear(a: Float64Array, b: Float64Array, components: readonly Component[]): boolean {
  let equal = true;
  for (let i = 0; i < a.length; i++) {
    const away = Math.abs((a[i] as number) - (b[i] as number));
    if (away > ((components[i] as Component).named ? 0 : NEAR)) return false;
    if (away !== 0) equal = false;
  }
  return !equal;
}

/** Index of the first number that is not below `from`. */
function firstFrom(sorted: Float64Array, from: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function eachRow(
  store: RowStore,
  layout: RowLayout,
  stride: number,
  visit: (words: Words, index: number) => void,
): Promise<void> {
  await store.scan((words, rows, first) => {
    for (let row = first % stride === 0 ? 0 : stride - (first % stride); row < rows; row += stride) {
      visit(words, row * layout.words);
    }
  });
}
