/** A folder of pictures as a reader. */
import type { Fit } from "../../../core/pictures/frame.js";
import { type Augment, augmentPictures } from "../augmentation/augment-pictures.js";
import type { Reader } from "../dataset.js";
import type { RowOptions } from "../rows/open-rows.js";
import type { ColumnSpec } from "../table/columns.js";
import type { SplitSpec } from "../table/split-of.js";
import type { PictureTable } from "./folder-table.js";
import { openPictureFolder } from "./open-picture-folder.js";

/** How pictures are read, changed and divided. */
export interface PictureFolderOptions extends Omit<RowOptions, "split"> {
  /** Changes of training pictures, drawn anew for every step from the seed; none when left out. */
  readonly augment?: readonly Augment[];
  /** A table with a row for each picture, whose columns fill fields; `split` may name one of them, too. */
  readonly table?: PictureTable;
  /** How a picture that is no square becomes one; the server always cuts (`crop`, when left out). */
  readonly fit?: Fit;
  /** The most pixels that a picture may have; 100 million when left out. */
  readonly pixelLimit?: number;
  /** At random, each class in the same shares, when left out. `folder` is a column, too: no folder in two parts. */
  readonly split?: SplitSpec;
}

/**
 * A folder of pictures and all folders in it: JPEG, PNG, WebP, GIF, TIFF, AVIF and SVG. Each is decoded once (by sharp), cut
 * to the square in its middle, brought to the model's size and kept on the disk, so that a folder of any size takes the
 * memory of a batch. What cannot be read is left out, and told with its reason.
 *
 * @param folder a path from the project's folder, which `--data` replaces.
 * @param columns for each field what fills it: `"file"`, the picture; `"folder"`, the name of the folder below `folder` that it
 * lies in; or a column of `table`.
 * @example
 * ```ts
 * pictureFolder("leaves/", { image: "file", species: "folder" }, { augment: ["flip", "crop", "colour"] });
 * pictureFolder("houses/", { image: "file", price: "price" }, { table: { file: "prices.csv", name: "picture" } });
 * ```
 */
export function pictureFolder<const Keys extends string>(
  folder: string,
  columns: Readonly<Record<Keys, ColumnSpec>>,
  options: PictureFolderOptions = {},
): Reader<Keys> {
  return {
    kind: "reader",
    keys: Object.keys(columns) as Keys[],
    reads: "a folder of pictures",
    augmentation: (fields) => {
      const picture = fields.find(({ kind }) => kind === "picture");
      return picture === undefined ? undefined : augmentPictures(picture, options.augment ?? []);
    },
    open: async (fields, context) => await openPictureFolder(folder, columns, options, fields, context),
  };
}
