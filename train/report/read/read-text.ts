/** Files and folders of a run that may be anything: missing, a folder in a file's place, somebody else's. */
import { namesBelowSync, readBelowSync } from "../../../system/below.js";

/** The text of a run's file, or null; when it is there and cannot be read, a note says why. */
export function readText(run: string, file: string, notes: string[]): string | null {
  return readBytes(run, file, notes)?.toString("utf8") ?? null;
}

/** The same as bytes. */
export function readBytes(run: string, file: string, notes: string[]): Buffer | null {
  return attempt(file, notes, () => readBelowSync(run, file));
}

/** The sorted names in a run's folder; none when it is missing, or cannot be read, which a note tells. */
export function readNames(run: string, folder: string, notes: string[]): string[] {
  return attempt(`${folder}/`, notes, () => namesBelowSync(run, folder).sort()) ?? [];
}

function attempt<Value>(name: string, notes: string[], read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    // Only what the system says: anything else is a fault of ours.
    if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") throw error;
    if (error.code !== "ENOENT") notes.push(`${name} cannot be read (${reasonOf(error.message)}): left out`);
    return null;
  }
}

/** "permission denied" of "EACCES: permission denied, open '…'". */
function reasonOf(message: string): string {
  return /^[A-Z_]+: ([^,]+)/.exec(message)?.[1] ?? message;
}
