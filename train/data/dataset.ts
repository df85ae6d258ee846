/**
 * What a reader gives a training: rows in three parts, as tensors of raw values, with what is known about them. A reader
 * (a CSV file, a folder of pictures, windows of series, arrays) is declared in a model's file and opened by the recipe.
 */
import type { DataSummary } from "../../core/inference.js";
import type { Random } from "../../core/random.js";
import type { Reporter } from "../../core/reporter.js";
import type { Tensors } from "../../core/tensor.js";
import type { TF } from "../../trace/tensorflow.js";
import type { DataReport, TensorMap } from "../recipe.js";
import type { PartName, SplitOptions } from "./splits/split-options.js";

/** What a field holds. `labels` is what is to be told: a class by its name; `category` is a name that is given. */
export type FieldKind = "number" | "category" | "labels" | "picture" | "series";

/** A field of a model's inputs or outputs, as the model's file declares it. */
export interface Field {
  readonly name: string;
  readonly role: "input" | "output";
  readonly kind: FieldKind;
  /**
   * Shape of one row, without the batch: `[3]` or `[]` numbers, `[]` for a category or a label, `[height, width, channels]`
   * (1 or 3 channels) for a picture, `[length, channels]` for a series.
   */
  readonly shape: readonly number[];
  /** Names of a category, or of labels where the file lists them; left out: they are found in the data. */
  readonly names?: readonly string[] | undefined;
  /** Legal values, both ends included. */
  readonly range?: { readonly minimum: number; readonly maximum: number } | undefined;
  readonly unit?: string | undefined;
}

/** What a reader is opened with. */
export interface ReaderContext {
  /** What `--data` names, in the place of the reader's own file; undefined when it is left out. */
  readonly data?: string | undefined;
  /** The folder that a relative path of the reader starts from: the project's. */
  readonly base: string;
  /** Draws the split, and nothing else. */
  readonly seed: number;
  /** A folder for things that can be made again; undefined for a dry run, which leaves nothing behind. */
  readonly cache?: string | undefined;
  readonly reporter: Reporter;
  readonly signal?: AbortSignal | undefined;
  /** Takes the place of the reader's own split. */
  readonly split?: Partial<SplitOptions> | undefined;
}

/**
 * A source of rows, declared and not yet opened.
 *
 * @typeParam Keys names of the fields that it fills.
 */
export interface Reader<Keys extends string = string> {
  readonly kind: "reader";
  readonly keys: readonly Keys[];
  /** What `--data` may name in its place, in words ("a CSV table"); null when it reads no file. */
  readonly reads: string | null;
  /**
   * How training pictures are changed, for the fields of a model; left out, or undefined: not at all. It is asked of the
   * reader and not of its rows, since the step is made where no rows are open (a trial of thread counts).
   */
  augmentation?(fields: readonly Field[]): Augmentation | undefined;
  /**
   * Reads what there is to know about the rows, and divides them.
   *
   * @param fields all fields of the model, in the order of its inputs and outputs; each is one of `keys`.
   * @throws InputError naming file, row and column of what cannot be read; InterruptedError when the signal is aborted.
   */
  open(fields: readonly Field[], context: ReaderContext): Promise<Dataset>;
}

/** Mean and standard deviation of one component of a number field, or one channel of a series or picture. */
export interface Statistics {
  readonly mean: number;
  /** 0 where all values are equal. */
  readonly deviation: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** What was found, for `kiln data`, the report and the model card. */
export type DataFindings = Omit<DataReport, "summary">;

/** One row for a person: where it is, and what it holds. */
export interface DescribedRow {
  /** "parcels.csv, row 17", "leaves/oak/3.jpg". */
  readonly place: string;
  /** Numbers and names as people write them, by the name of the field; a picture or series by its size. */
  readonly values: Readonly<Record<string, string>>;
  /** The file of a picture, relative to the folder. */
  readonly file?: string;
}

/**
 * Changes of training pictures (flips, crops, colour). What is random is drawn beside the other random inputs of a step,
 * from the generator in the checkpoint, and applied in the captured step: so a resumed training sees the same pictures.
 */
export interface Augmentation {
  /** The fields that it changes. */
  readonly fields: readonly string[];
  /** The random inputs of one step, by names that begin with `augment/`. */
  draw(random: Random, rows: number): Tensors;
  /** The batch with its pictures changed; pure, of the same shapes. */
  apply(tf: TF, batch: TensorMap, random: TensorMap): TensorMap;
}

/** Rows in three parts. */
export interface Dataset {
  readonly summary: DataSummary;
  readonly findings: DataFindings;
  /** Names of labels and categories by field, in the order of their index: those declared, or found (sorted). */
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** Of the training part, by number or series field: one entry a component (`shape` flattened) or channel. */
  readonly statistics: Readonly<Record<string, readonly Statistics[]>>;
  /** Rows of each class in the training part, by field of labels, in the order of `names`. */
  readonly classCounts: Readonly<Record<string, readonly number[]>>;
  readonly parts: Readonly<Record<PartName, { readonly rows: number }>>;
  /**
   * Rows of a part, stacked, a tensor for each field: numbers and series float32 [rows, ...shape], raw; pictures float32
   * [rows, height, width, channels], 0 to 255; categories and labels int32 [rows], the index in `names`.
   *
   * @throws RangeError for an index past the end of the part.
   */
  read(part: PartName, indices: Uint32Array): Promise<Tensors>;
  /** A row for a person: its place in the source, and its values. */
  describeRow(part: PartName, index: number): Promise<DescribedRow>;
  close(): Promise<void>;
}
