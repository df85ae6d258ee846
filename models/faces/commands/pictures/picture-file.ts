/** A picture file as an operation takes it. */
import { readFile, stat } from "node:fs/promises";
import { EMPTY, hasCode, InputError, messageOf } from "kilnjs";

/** Bytes of the largest file that is read: base64 of it is the longest text that an operation takes. */
const LARGEST = 48_000_000;

/**
 * Reads a file as base64. Whether it is a picture, the operation says.
 *
 * @throws InputError naming the file when it is missing, no file, empty, or too large.
 */
export async function readPictureFile(file: string): Promise<string> {
  const refuse = (reason: string, cause?: unknown) => new InputError(reason, { where: { file }, cause });
  try {
    const stats = await stat(file);
    if (stats.isDirectory()) throw refuse("is a folder, not a picture");
    // A pipe would wait for somebody who writes.
    if (!stats.isFile()) throw refuse("is no file (a pipe, a socket or a device)");
    if (stats.size === 0) throw refuse(EMPTY);
    if (stats.size > LARGEST) throw refuse(`the file is larger than ${LARGEST / 1e6} MB`);
    return (await readFile(file)).toString("base64");
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    if (hasCode(cause, "ENOENT", "ENOTDIR")) throw refuse("there is no such file", cause);
    if (hasCode(cause, "EACCES", "EPERM")) throw refuse("no permission to read it", cause);
    throw refuse(`cannot be read: ${messageOf(cause)}`, cause);
  }
}
