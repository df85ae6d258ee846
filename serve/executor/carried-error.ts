/** Errors between processes: a class does not survive the channel, so its kind does. */
import { type ErrorKind, errorOfKind, KilnError, type Where } from "../../core/errors.js";

/** An error as plain data. `kind` "bug" is anything that Kiln did not throw on purpose. */
export type CarriedError =
  | { readonly kind: ErrorKind; readonly reason: string; readonly where: Where; readonly next: string | undefined }
  | { readonly kind: "bug"; readonly message: string; readonly stack: string | undefined };

/** An error to send. */
export function carryError(error: unknown): CarriedError {
  if (error instanceof KilnError) {
    const { kind, reason, where, next } = error;
    return { kind, reason, where, next };
  }
  if (error instanceof Error) return { kind: "bug", message: error.message, stack: error.stack };
  return { kind: "bug", message: String(error), stack: undefined };
}

/** The error that was sent, of the same class; a bug comes back as a plain Error with the other process's stack. */
export function restoreError(carried: CarriedError): Error {
  if (carried.kind === "bug") {
    const error = new Error(carried.message);
    if (carried.stack !== undefined) error.stack = carried.stack;
    return error;
  }
  const { reason, where, next } = carried;
  return errorOfKind(carried.kind, reason, next === undefined ? { where } : { where, next });
}
