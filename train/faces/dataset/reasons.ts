/** Why a file is not a picture, in words for a person, from what sharp or the system said. */
import { hasCode, messageOf } from "../../run/files.js";

/** A picture that cannot be used. The loader counts it and goes on. */
export class UnusablePicture extends Error {
  override readonly name = "UnusablePicture";
}

/** What a person calls a system error of reading a file. */
export function systemReason(error: unknown): string {
  if (hasCode(error, "EACCES", "EPERM")) return "no permission to read it";
  if (hasCode(error, "ENOENT")) return "it is gone, or a link to nothing";
  if (hasCode(error, "ELOOP")) return "a loop of links";
  return `cannot be read: ${messageOf(error)}`;
}

/** What libvips means, given the first line of its message. */
export function decoderReason(error: unknown): string {
  const [first = ""] = messageOf(error).split("\n");
  if (first.includes("unsupported image format")) return "not a picture in a format that can be read";
  if (
    /premature end|ended prematurely|unexpected end|not enough|truncated|too few|out of data|read error/i.test(first)
  ) {
    return `cut off in the middle (${first})`;
  }
  return `damaged (${first})`;
}
