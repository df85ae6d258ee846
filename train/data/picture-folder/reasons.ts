/** Why a file cannot be read, in words for a person, from what the system said. */
import { hasCode, messageOf } from "../../../core/errors.js";

/** What a person calls a system error of reading a file. */
export function systemReason(error: unknown): string {
  if (hasCode(error, "EACCES", "EPERM")) return "no permission to read it";
  if (hasCode(error, "ENOENT")) return "it is gone, or a link to nothing";
  if (hasCode(error, "ELOOP")) return "a loop of links";
  return `cannot be read: ${messageOf(error)}`;
}
