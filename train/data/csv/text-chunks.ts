/** The text of a file, some of it at a time, with its hash. */
import type { Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { hasCode, InputError, messageOf } from "../../../core/errors.js";

/** Bytes that are read at a time. */
const CHUNK = 2 ** 18;

/**
 * Decodes a file: UTF-8, or UTF-16 where its mark says so, or the encoding that is given. Line ends become `\n`.
 *
 * @throws InputError when there is no such file, or its bytes are not of the encoding.
 */
export async function* textChunks(
  path: string,
  file: string,
  encoding: string | undefined,
  hash?: Hash,
): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let held = "";
  let lines = 1;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) {
      const bytes = chunk as Buffer;
      hash?.update(bytes);
      decoder ??= new TextDecoder(encoding ?? encodingOf(bytes), { fatal: true });
      const text = held + decoder.decode(bytes, { stream: true });
      // A carriage return at the end may be the first half of a line end.
      held = text.endsWith("\r") ? "\r" : "";
      const whole = evenLines(held === "" ? text : text.slice(0, -1));
      lines += linesIn(whole);
      yield whole;
    }
    const rest = evenLines(held + (decoder?.decode() ?? ""));
    if (rest !== "") yield rest;
  } catch (cause) {
    if (hasCode(cause, "ENOENT"))
      throw new InputError("there is no such file", { where: { file }, next: "Check the path." });
    if (hasCode(cause, "EISDIR"))
      throw new InputError("it is a folder, not a file", { where: { file }, next: "Name the file in it." });
    if (hasCode(cause, "EACCES", "EPERM"))
      throw new InputError("there is no permission to read it", { where: { file } });
    if (!(cause instanceof TypeError)) throw cause;
    throw new InputError(
      `the text is not ${decoder?.encoding ?? "text"} from about line ${lines} on: ${messageOf(cause)}`,
      {
        where: { file },
        next: 'Save it as UTF-8; or say encoding: "windows-1252" (or another) where the file is declared.',
      },
    );
  }
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return "utf-8";
}

function evenLines(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

function linesIn(text: string): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}
