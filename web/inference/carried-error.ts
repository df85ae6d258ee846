/** Errors across the worker's border: the same class, words and place on the other side. */
import { errorOfKind, KilnError } from "../../core/errors.js";
import type { CarriedError } from "./messages.js";

/** Takes an error apart. */
export function carry(error: unknown): CarriedError {
  if (error instanceof KilnError) {
    const { kind, reason, where, next } = error;
    return { kind, reason, ...(where === undefined ? {} : { where }), ...(next === undefined ? {} : { next }) };
  }
  return { kind: null, reason: error instanceof Error ? error.message : String(error) };
}

/** Puts it together again. */
export function uncarry({ kind, reason, where, next }: CarriedError): Error {
  if (kind === null) return new Error(reason);
  return errorOfKind(kind, reason, {
    ...(where === undefined ? {} : { where }),
    ...(next === undefined ? {} : { next }),
  });
}
