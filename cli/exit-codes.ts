/** What a script learns from `$?`. */
import { type ErrorKind, KilnError } from "../core/errors.js";
import { INTERRUPTED_EXIT_CODE } from "./host.js";

/** Exit codes by the kind of fault. 0 is done. */
const exitCodes: Readonly<Record<ErrorKind, number>> = {
  failed: 1,
  notFound: 1,
  unavailable: 1,
  usage: 2,
  input: 3,
  verification: 4,
  interrupted: INTERRUPTED_EXIT_CODE,
};

/** The exit code of anything that was thrown: what is none of ours is a bug, and a failure. */
export function exitCodeOf(error: unknown): number {
  return error instanceof KilnError ? exitCodes[error.kind] : exitCodes.failed;
}
