/** What a model takes and gives, in the words of its file: numbers, categories, pictures, series, labels. Runs everywhere. */
import { UsageError } from "../core/errors.js";
import type { Category, Raw, Value } from "../train/nn/value.js";

/** Numbers in arrays as deep as a rank. */
type Nested<R extends number> = R extends 0
  ? number
  : R extends 1
    ? number[]
    : R extends 2
      ? number[][]
      : R extends 3
        ? number[][][]
        : unknown[];

/**
 * An input: `Network` is what `network` gets for it, `Client` what a request holds. Both are there for types alone.
 */
export interface Input<Network, Client> {
  readonly kind: "number" | "category" | "picture" | "series";
  readonly network?: Network;
  readonly client?: Client;
}

/** An output: `Answer` is what an answer holds, for types alone. */
export interface Output<Answer> {
  readonly kind: "number" | "labels";
  readonly answer?: Answer;
}

/** What is said of numbers. */
export interface NumberOptions<Shape extends readonly number[] = readonly number[]> {
  /** Of one row, `[3]`; left out: one number. */
  readonly shape?: Shape;
  readonly unit?: string;
  /** The smallest and the largest legal value; the server refuses others. */
  readonly range?: readonly [number, number];
  readonly description?: string;
}

/** Numbers: an input, or an output. */
export interface NumberSpec<Shape extends readonly number[] = readonly number[]>
  extends Input<Raw<Shape["length"] extends 0 ? 1 : Shape["length"]>, Nested<Shape["length"]>>,
    Output<Nested<Shape["length"]>> {
  readonly kind: "number";
  readonly shape: Shape;
  readonly unit: string;
  readonly range: readonly [number, number] | undefined;
  readonly description: string;
}

/**
 * Numbers: an input that `network` gets raw, or an output in its own unit.
 *
 * @throws UsageError for a shape that is not made of whole numbers, or a range that is empty.
 *
 * @example
 * ```ts
 * number({ shape: [3], unit: "cm", range: [0, 300] });
 * ```
 */
export function number(options?: NumberOptions<readonly []> & { readonly shape?: never }): NumberSpec<readonly []>;
export function number<const Shape extends readonly number[]>(
  options: NumberOptions<Shape> & { readonly shape: Shape },
): NumberSpec<Shape>;
export function number(options: NumberOptions = {}): NumberSpec {
  const { unit = "", range, description = "" } = options;
  const shape = options.shape ?? [];
  requireSizes("number", shape);
  if (range !== undefined && !(range[0] < range[1])) {
    throw new UsageError(`the range of a number goes from the smaller to the larger one, got [${range.join(", ")}]`);
  }
  return { kind: "number", shape, unit, range, description };
}

/** A category. */
export interface CategorySpec<Name extends string = string> extends Input<Category, Name> {
  readonly kind: "category";
  /** Left out: those that the training part has. */
  readonly names: readonly Name[] | undefined;
  readonly description: string;
}

/**
 * An input that is one of several names. It travels by its name, and the graph gets its index.
 *
 * @param names in the order of their index; left out: those that are found in the data, sorted.
 * @throws UsageError for a list that is empty or has a name twice.
 *
 * @example
 * ```ts
 * category(["local", "country", "continent", "world"]);
 * ```
 */
export function category<const Name extends string = string>(
  names?: readonly Name[],
  { description = "" }: { readonly description?: string } = {},
): CategorySpec<Name> {
  requireNames("category", names);
  return { kind: "category", names, description };
}

/** A picture. */
export interface PictureSpec extends Input<Value<3>, Blob | string> {
  readonly kind: "picture";
  readonly size: number;
  readonly channels: 1 | 3;
  readonly description: string;
}

/**
 * A square picture. A client sends any PNG, JPEG or WebP: it is cut and scaled to the size. The graph takes 0 to 255;
 * `network` gets [size, size, channels] from 0 to 1.
 *
 * @param options `size`: height and width; `channels`: 3 (RGB) or 1 (grey).
 * @throws UsageError for a size that is not a whole number.
 *
 * @example
 * ```ts
 * picture({ size: 64 });
 * ```
 */
export function picture(options: {
  readonly size: number;
  readonly channels?: 1 | 3;
  readonly description?: string;
}): PictureSpec {
  const { size, channels = 3, description = "" } = options;
  requireSizes("picture", [size]);
  return { kind: "picture", size, channels, description };
}

/** A series. */
export interface SeriesSpec extends Input<Raw<2>, number[][]> {
  readonly kind: "series";
  readonly length: number;
  readonly channels: number;
  readonly unit: string;
  readonly range: readonly [number, number] | undefined;
  readonly description: string;
}

/**
 * A stretch of one or several measurements, oldest first: `network` gets [length, channels], raw.
 *
 * @throws UsageError for a length or channels that are not whole numbers.
 *
 * @example
 * ```ts
 * series({ length: 128, channels: 6, unit: "g" });
 * ```
 */
export function series(options: {
  readonly length: number;
  readonly channels?: number;
  readonly unit?: string;
  readonly range?: readonly [number, number];
  readonly description?: string;
}): SeriesSpec {
  const { length, channels = 1, unit = "", range, description = "" } = options;
  requireSizes("series", [length, channels]);
  return { kind: "series", length, channels, unit, range, description };
}

/** Labels. */
export interface LabelsSpec<Label extends string = string> extends Output<Record<Label, number>> {
  readonly kind: "labels";
  /** Left out: those that the training part has. */
  readonly names: readonly Label[] | undefined;
  readonly description: string;
}

/**
 * An output that is one of several names: the answer has a probability for each, calibrated on the validation part.
 *
 * @param names in the order of their index; left out: those that are found in the data, sorted.
 * @throws UsageError for a list that has fewer than two names, or one of them twice.
 *
 * @example
 * ```ts
 * labels(["idle", "running", "worn"]);
 * ```
 */
export function labels<const Label extends string = string>(
  names?: readonly Label[],
  { description = "" }: { readonly description?: string } = {},
): LabelsSpec<Label> {
  requireNames("labels", names);
  if (names?.length === 1) throw new UsageError(`labels are at least two names, got only "${names[0]}"`);
  return { kind: "labels", names, description };
}

/** Any input of a model's file. */
export type AnyInput = NumberSpec | CategorySpec | PictureSpec | SeriesSpec;

/** Any output of a model's file. */
export type AnyOutput = NumberSpec | LabelsSpec;

function requireSizes(what: string, sizes: readonly number[]): void {
  const wrong = sizes.find((size) => !Number.isInteger(size) || size < 1);
  if (wrong !== undefined) throw new UsageError(`the sizes of a ${what} are whole numbers from 1, got ${wrong}`);
}

function requireNames(what: string, names: readonly string[] | undefined): void {
  if (names === undefined) return;
  if (names.length === 0) throw new UsageError(`${what} with no names: leave the list out to take those of the data`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new UsageError(`${what}: the name "${twice}" stands twice`);
}
