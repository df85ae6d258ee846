/**
 * `kilnjs/data`: reading what a model learns from. Node only.
 *
 * @example
 * ```ts
 * import { csv } from "kilnjs/data";
 *
 * // A column for each field of the model; rows divided by time, with a week between the parts.
 * csv("parcels.csv", { edges: ["length", "width", "height"], zone: "zone", price: "price" }, {
 *   split: { by: "time", column: "sent", gap: 7 },
 * });
 * ```
 */

// Readers: what a model's file names as its data.

export { arrays, type Row, type RowsOptions, type RowValue, rows } from "../train/data/arrays/rows.js";
export type { Augment } from "../train/data/augmentation/augment-pictures.js";
export { type CsvOptions, csv } from "../train/data/csv/csv.js";
export { type ParquetOptions, parquet } from "../train/data/parquet/parquet.js";
export type { PictureTable } from "../train/data/picture-folder/folder-table.js";
export { type PictureFolderOptions, pictureFolder } from "../train/data/picture-folder/picture-folder.js";
export { type ColumnSpec, type DateColumn, date } from "../train/data/table/columns.js";
export type { MissingOptions, MissingPolicy } from "../train/data/table/missing.js";
export { type WindowOptions, windows } from "../train/data/windows/windows.js";

// What they give: rows in three parts.

export type {
  Augmentation,
  Dataset,
  DescribedRow,
  Field,
  Reader,
  ReaderContext,
  Statistics,
} from "../train/data/dataset.js";
export type { PartName, SplitOptions } from "../train/data/splits/split-options.js";
export type { SplitSpec } from "../train/data/table/split-of.js";

// Rows of a file, and the data side of the command line.

export { RowReader } from "../train/data/row-reader.js";
export { describeData, writeData } from "../train/data.js";

// Pictures of a folder: found, decoded once into a cache, read by their rows.

export { compareBytes } from "../train/data/picture-folder/byte-order.js";
export { lockCache } from "../train/data/picture-folder/cache-lock.js";
export { type Found, type FoundFile, findFiles, type Skipped } from "../train/data/picture-folder/find-files.js";
export type { ReadingOptions } from "../train/data/picture-folder/folder-reader.js";
export { PixelStore } from "../train/data/picture-folder/pixel-store.js";
export { type ReadPictures, readPictureFiles } from "../train/data/picture-folder/read-picture-files.js";
