/** The JSON that a person hands to a command: from a file, or from a pipe. */
import { readFile } from "node:fs/promises";
import { InputError } from "../core/errors.js";
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
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new InputError(`not valid JSON: ${detail}`, { where: { file: name }, cause });
  }
}

/** An error about the content of a file that names a field only, with the file put in front. */
export function located(error: unknown, file: string): unknown {
  if (!(error instanceof InputError) || error.where.file !== undefined) return error;
  const { reason, where, next, cause } = error;
  return new InputError(reason, { where: { file, ...where }, cause, ...(next === undefined ? {} : { next }) });
}

async function readText(file: string): Promise<string> {
  try {
    return (await readFile(file, "utf8")).replace(/^\ufeff/, "");
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "ENOENT") throw new InputError("there is no such file", { where: { file }, cause });
    if (code === "EISDIR") throw new InputError("is a folder, not a file", { where: { file }, cause });
    throw new InputError(`cannot be read: ${(cause as Error).message}`, { where: { file }, cause });
  }
}
