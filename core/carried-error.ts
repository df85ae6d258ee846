/**
 * Errors across a border: to another thread, process or worker, or as a line of JSON. A class does not survive the way;
 * its kind does, so that the other side throws the same class with the same words and place.
 */
import { type ErrorKind, errorOfKind, isErrorKind, KilnError, type Where } from "./errors.js";

/** An error as plain data, without `undefined` in it: JSON keeps all of it. */
export interface CarriedError {
  /** "bug" is whatever Kiln did not throw on purpose. */
  readonly kind: ErrorKind | "bug";
  readonly reason: string;
  readonly where: Where;
  readonly next: string | null;
  /** Of a bug: where it happened on the other side. */
  readonly stack?: string;
}

/** An error to send. */
export function carryError(error: unknown): CarriedError {
  if (error instanceof KilnError) {
    const { kind, reason, where, next = null } = error;
    return { kind, reason, where: { ...where }, next };
  }
  const bug = { kind: "bug", where: {}, next: null } as const;
  if (!(error instanceof Error)) return { ...bug, reason: String(error) };
  return { ...bug, reason: error.message, ...(error.stack === undefined ? {} : { stack: error.stack }) };
}

/** The error that was sent, of the same class; a bug comes back as a plain Error with the other side's stack. */
export function restoreError({ kind, reason, where, next, stack }: CarriedError): Error {
  // The sender may be another Kiln: a kind that this one does not know counts as a bug.
  if (isErrorKind(kind)) return errorOfKind(kind, reason, next === null ? { where } : { where, next });
  const error = new Error(reason);
  if (stack !== undefined) error.stack = stack;
  return error;
}
