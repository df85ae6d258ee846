/** A line of a folder's index. */
import { z } from "zod";

/** Bytes of a SHA-256. */
export const HASH_BYTES = 32;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const fileFields = { name: z.string(), bytes: z.int().nonnegative(), modified: z.number() };

const lineSchema = z.union([
  z.object({
    ...fileFields,
    /** SHA-256 of the file. */
    content: sha256,
    /** SHA-256 of the picture at the model's size: equal for copies and for files that differ in encoding alone. */
    picture: sha256,
    row: z.int().nonnegative(),
  }),
  z.object({ ...fileFields, reason: z.string() }),
]);

/** One line: a picture with its row in the pixel file, or a file that is none with the reason. */
export type IndexLine = z.infer<typeof lineSchema>;

/** A line of a picture. */
export type PictureLine = Extract<IndexLine, { row: number }>;

/** True when a line is that of a picture. */
export function isPicture(line: IndexLine): line is PictureLine {
  return "row" in line;
}

/** Reads a line; nothing when it is no line of ours: a half-written one, or one of an older format. */
export function parseLine(text: string): IndexLine | undefined {
  if (text.trim() === "") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // what a kill left; the file it was about is simply read again
  }
  const result = lineSchema.safeParse(value);
  return result.success ? result.data : undefined;
}
