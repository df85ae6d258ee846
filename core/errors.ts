/**
 * The error family. An error is written for the person who reads it: what went wrong, where, and what to do next.
 * Every stage throws one of these; the command line maps them to exit codes and the server to HTTP problems, so that
 * neither needs to look into a message. Anything else that is thrown is a bug in Kiln, and is reported as one.
 */

/** Where a fault lies. Rows and columns count from 1, as in a spreadsheet; `field` is a JSON pointer or an option. */
export interface Where {
  readonly file?: string;
  readonly row?: number;
  readonly column?: number | string;
  readonly field?: string;
}

/** What an error may carry beside its first sentence. */
export interface ErrorDetails {
  readonly where?: Where;
  /** What the reader can do about it: one sentence in the imperative. */
  readonly next?: string;
  readonly cause?: unknown;
}

/** The kinds of fault that a caller can tell apart without reading the message. */
export type ErrorKind = "failed" | "usage" | "input" | "verification" | "notFound" | "unavailable" | "interrupted";

/** Base of all errors that Kiln throws on purpose. `message` is the whole text; `reason` is its first sentence. */
export abstract class KilnError extends Error {
  abstract readonly kind: ErrorKind;
  readonly reason: string;
  readonly where: Where;
  readonly next: string | undefined;

  constructor(reason: string, details: ErrorDetails = {}) {
    const where = details.where ?? {};
    const place = describeWhere(where);
    super(`${place === "" ? "" : `${place}: `}${reason}${details.next === undefined ? "" : `\n${details.next}`}`, {
      cause: details.cause,
    });
    this.name = new.target.name;
    this.reason = reason;
    this.where = where;
    this.next = details.next;
  }
}

/** Something that should have worked did not: a converter, a disk, a child process. Exit code 1, status 500. */
export class FailedError extends KilnError {
  readonly kind = "failed";
}

/** The command line or a setting is wrong. Exit code 2, status 400. */
export class UsageError extends KilnError {
  readonly kind = "usage";
}

/** Data from outside is wrong: a table, a picture, a request, a file of another format. Exit code 3, status 400. */
export class InputError extends KilnError {
  readonly kind = "input";
}

/** Two runtimes disagree, or a file is not the one that was verified. Exit code 4, status 500. */
export class VerificationError extends KilnError {
  readonly kind = "verification";
}

/** A run, a model or a version that does not exist. Exit code 1, status 404. */
export class NotFoundError extends KilnError {
  readonly kind = "notFound";
}

/** Not now: queue full, shutting down, an executor restarting, a deadline passed. Exit code 1, status 503. */
export class UnavailableError extends KilnError {
  readonly kind = "unavailable";
}

/** The user stopped it (SIGINT, SIGTERM, a closed connection). Exit code 130. */
export class InterruptedError extends KilnError {
  readonly kind = "interrupted";
}

const classes: Readonly<Record<ErrorKind, new (reason: string, details?: ErrorDetails) => KilnError>> = {
  failed: FailedError,
  usage: UsageError,
  input: InputError,
  verification: VerificationError,
  notFound: NotFoundError,
  unavailable: UnavailableError,
  interrupted: InterruptedError,
};

/** True for the name of a kind: what another process sent may be anything. */
export function isErrorKind(value: unknown): value is ErrorKind {
  return typeof value === "string" && Object.hasOwn(classes, value);
}

/** An error of a kind: a class does not survive the way from another process, its kind does. */
export function errorOfKind(kind: ErrorKind, reason: string, details?: ErrorDetails): KilnError {
  return new classes[kind](reason, details);
}

/** "table.csv, row 3, column 1/24/20" – or the empty string when nothing is known. */
export function describeWhere(where: Where): string {
  const parts: string[] = [];
  if (where.file !== undefined) parts.push(where.file);
  if (where.row !== undefined) parts.push(`row ${where.row}`);
  if (where.column !== undefined) parts.push(`column ${where.column}`);
  if (where.field !== undefined) parts.push(where.field);
  return parts.join(", ");
}

/** The message of whatever was thrown. */
export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** True when a system call failed with one of these codes: "ENOENT", "EEXIST". */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}
