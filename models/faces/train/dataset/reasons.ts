/** Why a file is not a picture, in words for a person, from its bytes, and from what sharp or the system said. */
import { hasCode, messageOf } from "kilnjs/train";
import { isCutOff } from "./cut-off.js";

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

/**
 * Why the decoder refused these bytes. libvips keeps its messages in a log that all of its threads write to, so that the
 * text of an error may be another picture's: the bytes are asked first, and only sharp's own words are believed.
 */
export function decoderReason(error: unknown, bytes: Uint8Array): string {
  if (messageOf(error).includes("unsupported image format")) return "not a picture in a format that can be read";
  return isCutOff(bytes) ? "cut off in the middle" : "damaged";
}
