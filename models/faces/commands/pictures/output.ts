/** Where a command's picture goes, and how it is written. */
import { stat, writeFile } from "node:fs/promises";
import { dirname, extname } from "node:path";
import type { Json, PictureCodec } from "kilnjs";
import { fromBase64, hasCode, UsageError } from "kilnjs";
import { createPictureCodec, renderPng } from "kilnjs/pictures";
import { FACE_SIZE } from "../../face-size.js";
import { DENSITY, type Sheet, sheetSvg } from "../../labelled-sheet.js";
import { sheetOf } from "../../sheet.js";
import { type PictureFlags, SCALES } from "./options.js";

/** Forms of an answer. */
type Form = "png" | "webp" | "json";

/** What was asked for with `--out`, `--plain` and `--scale`. */
export interface Output {
  readonly file: string;
  readonly form: Form;
  readonly plain: boolean;
  readonly scale: number;
  /** Scale of the pictures that an operation is asked for: those of a sheet are enlarged when it is drawn. */
  readonly asked: number;
}

/** A command's answer in all its forms. */
export interface Answer {
  /** For `.json`. */
  readonly json: Json;
  /** All faces row by row, data URLs of 64 by 64: for `--plain`. */
  readonly faces: readonly string[];
  /** Faces of a row. */
  readonly columns: number;
  /** With words. */
  readonly sheet: Sheet;
}

/** The largest sides that the formats (and the renderer of words) have, in pixels. */
const LONGEST_SIDE = { png: 32_000, webp: 16_000 } as const;
/** 600 MB once decoded. */
const MOST_PIXELS = 200_000_000;

/**
 * Looks at the options before any work is done.
 *
 * @param file the name when none was given; written over, as any file that is named.
 * @throws UsageError naming `--out` when the file cannot be of that form, or has no folder to be in.
 */
export async function outputOf({ out, plain = false, scale }: PictureFlags, file: string): Promise<Output> {
  const chosen = out ?? file;
  const ending = extname(chosen).toLowerCase().slice(1);
  if (ending !== "png" && ending !== "webp" && ending !== "json") {
    throw new UsageError(`${chosen}: pictures are written as .png or .webp, numbers as .json`, at("--out"));
  }
  if (await isFolder(chosen)) throw new UsageError(`${chosen} is a folder`, at("--out"));
  if (!(await isFolder(dirname(chosen)))) throw new UsageError(`there is no folder ${dirname(chosen)}`, at("--out"));
  const words = !plain && ending !== "json";
  const side = scale ?? (words ? SCALES.labelled : SCALES.plain);
  return { file: chosen, form: ending, plain, scale: side, asked: ending === "json" ? side : 1 };
}

/**
 * Writes the answer.
 *
 * @returns the picture's size in pixels; null for JSON.
 * @throws UsageError naming `--scale` when the picture would be too large.
 */
export async function writeAnswer(
  output: Output,
  answer: Answer,
  pictures: PictureCodec,
): Promise<{ readonly width: number; readonly height: number } | null> {
  const { file, form, plain } = output;
  if (form === "json") {
    await writeFile(file, `${JSON.stringify(answer.json, null, 2)}\n`);
    return null;
  }
  const { bytes, size } = plain
    ? await plainPicture(output, form, answer, pictures)
    : await labelled(form, answer.sheet);
  await writeFile(file, bytes);
  return size;
}

async function plainPicture({ scale }: Output, form: "png" | "webp", answer: Answer, pictures: PictureCodec) {
  const { faces, columns } = answer;
  const rows = Math.ceil(faces.length / columns);
  checkSize(columns * FACE_SIZE * scale, rows * FACE_SIZE * scale, form);
  const decoded: Uint8Array[] = [];
  for (const face of faces) decoded.push((await pictures.decode(bytesOf(face), "image")).data);
  const size = sheetOf(decoded, { columns, scale });
  return { bytes: await pictures.encode(size, form), size };
}

async function labelled(form: "png" | "webp", sheet: Sheet) {
  const svg = sheetSvg(sheet);
  const [width = 0, height = 0] = ["width", "height"].map(
    (name) => DENSITY * Number(svg.match(`${name}="(\\d+)"`)?.[1]),
  );
  checkSize(width, height, form);
  const size = { width, height };
  const png = await renderPng(svg, { scale: DENSITY });
  if (form === "png") return { bytes: png, size };
  const large = createPictureCodec(MOST_PIXELS);
  return { bytes: await large.encode(await large.decode(png, "sheet"), "webp"), size };
}

function checkSize(width: number, height: number, form: "png" | "webp"): void {
  if (Math.max(width, height) <= LONGEST_SIDE[form] && width * height <= MOST_PIXELS) return;
  throw new UsageError(`the picture would have ${width} x ${height} pixels, more than a ${form} file can hold here`, {
    ...at("--scale"),
    next: "Choose a smaller --scale, or fewer faces.",
  });
}

function bytesOf(dataUrl: string): Uint8Array {
  return fromBase64(dataUrl.slice(dataUrl.indexOf(",") + 1));
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (hasCode(error, "ENOENT")) return false;
    throw error;
  }
}

function at(field: string): { where: { field: string } } {
  return { where: { field } };
}
