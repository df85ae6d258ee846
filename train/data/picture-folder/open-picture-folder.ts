/** From a folder of pictures to a dataset: rows that name a picture in the cache, and its pixels beside them. */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { InputError, UsageError } from "../../../core/errors.js";
import { FRAME_VERSION } from "../../../core/pictures/frame.js";
import { greyOf } from "../../../core/pictures/grey.js";
import { makeTensor, type Tensor } from "../../../core/tensor.js";
import { DECODING_VERSION } from "../../../pictures/decode-picture.js";
import type { Dataset, Field, ReaderContext } from "../dataset.js";
import { openRows } from "../rows/open-rows.js";
import type { RowSource, SourceColumn } from "../rows/row-source.js";
import { type ColumnSpec, type WantedColumn, wantedColumns } from "../table/columns.js";
import { dividingColumn, splitOf } from "../table/split-of.js";
import { type Found, findFiles, type Skipped } from "./find-files.js";
import { type PictureRows, readPictureTable } from "./folder-table.js";
import type { PictureFolderOptions } from "./picture-folder.js";
import { PixelStore } from "./pixel-store.js";
import { type ReadPictures, readPictureFiles } from "./read-picture-files.js";

/** What a column may be beside those of a table. */
const FILE = "file";
const FOLDER = "folder";
const PIXEL_LIMIT = 100_000_000;
/** Files that a sentence names. */
const NAMED = 3;

/**
 * Opens a folder.
 *
 * @throws InputError when there is no folder, or no picture in it; UsageError when the fields do not fit.
 */
export async function openPictureFolder(
  declared: string,
  columns: Readonly<Record<string, ColumnSpec>>,
  options: PictureFolderOptions,
  fields: readonly Field[],
  context: ReaderContext,
): Promise<Dataset> {
  const picture = pictureOf(fields, columns);
  const [side = 0] = picture.shape;
  const folder =
    context.data !== undefined ? resolve(context.data) : isAbsolute(declared) ? declared : join(context.base, declared);
  const split = splitOf(options.split, context.split);
  // A row holds the number of its picture in the cache, in the place of the pixels.
  const rowFields = fields.map((field) => (field === picture ? { ...field, shape: [] } : field));
  const wanted = wantedColumns(rowFields, columns, dividingColumn(split));
  const ofTable = wanted.filter(({ name }) => name !== FILE && name !== FOLDER);
  const table = await tableOf(folder, options, ofTable, split.by === "time");
  const found = await findFiles(folder, options.table === undefined ? [] : [options.table.file]);
  const cache = context.cache ?? mkdtempSync(join(tmpdir(), "kiln-pictures-"));
  const removeCache = () => {
    if (context.cache === undefined) rmSync(cache, { recursive: true, force: true });
  };
  try {
    const reading = {
      folder,
      size: side,
      fit: options.fit ?? "crop",
      pixelLimit: options.pixelLimit ?? PIXEL_LIMIT,
      reporter: context.reporter,
      signal: context.signal,
    };
    const read = await readPictureFiles(join(cache, "pictures", await cacheName(reading)), reading, found.files);
    const source = sourceOf(declared, folder, found, read, wanted, table);
    const inner = await openRows(source, rowFields, { ...options, split }, context);
    const pixels = await PixelStore.open(read.pixels, side, "read");
    for (const warning of source.warnings()) context.reporter.warn(warning);
    return {
      ...inner,
      findings: { ...inner.findings, warnings: [...source.warnings(), ...inner.findings.warnings] },
      async read(part, indices) {
        const tensors = await inner.read(part, indices);
        const rows = Uint32Array.from((tensors[picture.name] as Tensor).data);
        return { ...tensors, [picture.name]: await pictures(pixels, rows, picture) };
      },
      async describeRow(part, index) {
        const { place, values } = await inner.describeRow(part, index);
        const name = source.nameAt(place);
        return {
          place: join(declared, name),
          file: name,
          values: { ...values, [picture.name]: `picture of ${picture.shape.join(" x ")}` },
        };
      },
      async close() {
        await inner.close();
        await pixels.close();
        removeCache();
      },
    };
  } catch (error) {
    removeCache();
    throw error;
  }
}

function pictureOf(fields: readonly Field[], columns: Readonly<Record<string, ColumnSpec>>): Field {
  const [picture, other] = fields.filter(({ kind }) => kind === "picture");
  const refused = (reason: string, next: string) => new UsageError(reason, { where: { field: "data" }, next });
  if (picture === undefined) throw refused("no field is a picture", "Declare an input as picture({ size: 64 }).");
  if (other !== undefined)
    throw refused(`a folder fills one picture, and "${picture.name}" and "${other.name}" are two`, "Leave one out.");
  if (columns[picture.name] !== FILE)
    throw refused(`"${picture.name}" is filled by the file`, `Write { ${picture.name}: "file" }.`);
  const [height, width, channels] = picture.shape;
  if (height === width && (channels === 1 || channels === 3)) return picture;
  throw refused(
    `"${picture.name}" has the shape [${picture.shape.join(", ")}], and pictures are squares with 1 or 3 channels`,
    "Correct its size.",
  );
}

async function tableOf(
  folder: string,
  { table }: PictureFolderOptions,
  wanted: readonly WantedColumn[],
  isTime: boolean,
): Promise<PictureRows | undefined> {
  if (table !== undefined) return await readPictureTable(folder, table, wanted, isTime);
  const [first] = wanted;
  if (first === undefined) return undefined;
  throw new UsageError(`"${first.name}" is neither "file" nor "folder", and no table is named`, {
    where: { field: "data" },
    next: 'Name the table that has this column: { table: { file: "labels.csv", name: "picture" } }.',
  });
}

async function cacheName({
  folder,
  size,
  fit,
  pixelLimit,
}: {
  folder: string;
  size: number;
  fit: string;
  pixelLimit: number;
}): Promise<string> {
  const { default: sharp } = await import("sharp");
  const place = await realpath(folder);
  const key = [place, size, fit, pixelLimit, FRAME_VERSION, DECODING_VERSION, sharp.versions.vips].join("\n");
  return createHash("sha256").update(key).digest("hex").slice(0, 16);
}

/** Rows of a folder, with what is worth a word. */
interface FolderSource extends RowSource {
  /** The picture's name, from the place of a row. */
  nameAt(place: string): string;
  warnings(): string[];
}

/** Rows that are handed over at a time. */
const TOGETHER = 1000;

function sourceOf(
  declared: string,
  folder: string,
  { files, skipped: notTried }: Found,
  { columns }: ReadPictures,
  wanted: readonly WantedColumn[],
  table: PictureRows | undefined,
): FolderSource {
  const skipped: Skipped[] = [
    ...notTried.filter(({ reason }) => !reason.startsWith("another kind of file")),
    ...Array.from(columns.reasons, ([at, reason]) => ({ name: files[at]?.name ?? "", reason })),
  ];
  if (columns.reasons.size === files.length) {
    const example = skipped[0] === undefined ? "" : `, for instance ${skipped[0].name}: ${skipped[0].reason}`;
    throw new InputError(
      files.length === 0
        ? "there is no picture in the folder"
        : `none of ${files.length} files is a picture that can be read${example}`,
      {
        where: { file: declared },
        next: "JPEG, PNG, WebP, GIF, TIFF, AVIF and SVG files are read, in sub-folders too.",
      },
    );
  }
  const hash = createHash("sha256");
  const unnamed: string[] = [];
  const outside: string[] = [];
  const inTable = wanted.filter(({ name }) => name !== FILE && name !== FOLDER);
  /** The row of the first picture with these pixels: equal pictures are told by it. */
  const firsts = new Map<string, number>();

  function valuesOf(at: number, name: string): unknown[] | undefined {
    const own = table?.of(name);
    if (table !== undefined && own === undefined) {
      unnamed.push(name);
      return undefined;
    }
    const slash = name.indexOf("/");
    if (slash === -1 && wanted.some((column) => column.name === FOLDER)) {
      outside.push(name);
      return undefined;
    }
    const pixels = columns.picture(at).toString("latin1");
    const row = firsts.get(pixels) ?? (columns.rows[at] as number);
    firsts.set(pixels, row);
    hash.update(`${name}\n`).update(columns.picture(at));
    return wanted.map((column) => {
      if (column.name === FILE) return row;
      return column.name === FOLDER ? name.slice(0, slash) : own?.[inTable.indexOf(column)];
    });
  }

  return {
    name: declared,
    files: [folder],
    columns: wanted.map((column): SourceColumn => {
      const at = inTable.indexOf(column);
      return at === -1 ? { name: column.name } : (table?.source.columns[at] ?? { name: column.name });
    }),
    async *read() {
      let rows: unknown[][] = [];
      let numbers: number[] = [];
      for (const [at, { name }] of files.entries()) {
        if (columns.reasons.has(at)) continue;
        const values = valuesOf(at, name);
        if (values === undefined) continue;
        rows.push(values);
        numbers.push(at);
        if (rows.length < TOGETHER) continue;
        const own = numbers;
        yield { file: 0, rows, numberOf: (index) => own[index] as number };
        [rows, numbers] = [[], []];
      }
      const own = numbers;
      if (rows.length > 0) yield { file: 0, rows, numberOf: (index) => own[index] as number };
    },
    sha256: () => hash.update(table?.source.sha256() ?? "").digest("hex"),
    nameAt: (place) => files[Number(/(\d+)$/.exec(place)?.[1])]?.name ?? "",
    notes: () => [`${firsts.size} different pictures.`],
    warnings: () => [
      ...sentence(
        skipped.map(({ name, reason }) => `${name} (${reason})`),
        "cannot be read and is left out",
        "cannot be read and are left out",
      ),
      ...sentence(unnamed, "has no row in the table and is left out", "have no row in the table and are left out"),
      ...sentence(
        table?.unused() ?? [],
        "is in the table and not in the folder",
        "are in the table and not in the folder",
      ),
      ...sentence(
        outside,
        "lies in no folder of a class and is left out",
        "lie in no folder of a class and are left out",
      ),
    ],
  };
}

function sentence(names: readonly string[], one: string, many: string): string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, NAMED).join(", ");
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return [
    `${names.length} ${names.length === 1 ? "picture" : "pictures"}: ${shown}${more} ${names.length === 1 ? one : many}.`,
  ];
}

/** Pictures as a model gets them: 0 to 255. */
async function pictures(store: PixelStore, rows: Uint32Array, { shape }: Field): Promise<Tensor> {
  const bytes = new Uint8Array(rows.length * store.rowBytes);
  await store.read(rows, bytes);
  if (shape[2] !== 1) return makeTensor("float32", [rows.length, ...shape], Float32Array.from(bytes));
  const grey = new Float32Array(bytes.length / 3);
  for (let i = 0; i < grey.length; i++)
    grey[i] = greyOf(bytes[i * 3] as number, bytes[i * 3 + 1] as number, bytes[i * 3 + 2] as number);
  return makeTensor("float32", [rows.length, ...shape], grey);
}
