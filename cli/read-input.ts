/** What a person hands to a command: a file, or JSON from a file or a pipe. */
import { readFile } from "node:fs/promises";
import { hasCode, InputError, messageOf } from "../core/errors.js";
import type { Host } from "./host.js";

/** What a message calls the standard input. */
const PIPE = "standard input";

/** JSON that was read, and what to call the place it came from. */
export interface JsonInput {
  readonly value: unknown;
  readonly name: string;
}

/**
 * Reads a JSON file; `-` is the standard input.
 *
 * @throws InputError naming the file when it is missing, a folder, or no JSON.
 */
export async function readJsonInput(file: string, host: Host): Promise<JsonInput> {
  const name = file === "-" ? PIPE : file;
  const text = file === "-" ? await host.readInput() : await readText(file);
  if (text.trim() === "") throw new InputError("is empty, and should hold JSON", { where: { file: name } });
  try {
    return { value: JSON.parse(text), name };
  } catch (cause) {
    throw new InputError(`not valid JSON: ${messageOf(cause)}`, { where: { file: name }, cause });
  }
}

/** An error about the content of a file that names a field only, with the file put in front. */
export function located(error: unknown, file: string): unknown {
  if (!(error instanceof InputError) || error.where.file !== undefined) return error;
  const { reason, where, next, cause } = error;
  return new InputError(reason, { where: { file, ...where }, cause, ...(next === undefined ? {} : { next }) });
}

async function readText(file: string): Promise<string> {
  return (await readInput(file)).toString("utf8").replace(/^\ufeff/, "");
}

/**
 * The bytes of a file that a person named.
 *
 * @throws InputError naming the file when it is missing, a folder, or cannot be read.
 */
export async function readInput(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    const reason = hasCode(cause, "ENOENT")
      ? "there is no such file"
      : hasCode(cause, "EISDIR")
        ? "is a folder, not a file"
        : `cannot be read: ${messageOf(cause)}`;
    throw new InputError(reason, { where: { file }, cause });
  }
}
