/** A fault in a project's own code, in words for the person who wrote it: their file, their line. */
import { isAbsolute, join, relative } from "node:path";
import type { BuildFailure } from "esbuild";
import { FailedError, KilnError, UsageError } from "../core/errors.js";
import { positionOf } from "./position.js";

/** The error for sources that do not compile: the first fault, with its place. */
export function buildFault(failure: BuildFailure, root: string): Error {
  const [first] = failure.errors ?? [];
  if (first === undefined) return failure;
  const { location, text } = first;
  // esbuild gives what a plugin threw as an error of its own.
  if (first.detail instanceof KilnError) return first.detail;
  const where =
    location === null
      ? {}
      : { where: { file: shown(fileOf(location.file, root), location.line, location.column + 1) } };
  return new UsageError(
    text.replace(/^\w/, (letter) => letter.toLowerCase()),
    { ...where, cause: failure },
  );
}

/**
 * The error for code that threw while it was loaded.
 *
 * @param file the file that was asked for, in case the error does not tell where it came from.
 */
export function loadFault(error: unknown, file: string): Error {
  if (error instanceof KilnError) return error;
  const at = positionOf(error);
  const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  const kind = error instanceof Error && error.name !== "Error" ? `${error.name}: ` : "";
  return new UsageError(`${kind}${message}`, {
    where: { file: at === null ? shown(file) : shown(at.file, at.line, at.column) },
    next: "It threw this when it was loaded.",
    cause: error,
  });
}

/**
 * The error for code of the project that threw while it worked. What Kiln throws on purpose, and what comes from Kiln
 * alone, is given back as it is.
 */
export function runFault(error: unknown): unknown {
  const at = error instanceof KilnError ? null : positionOf(error);
  if (at === null || !(error instanceof Error)) return error;
  return new FailedError(`${error.name}: ${error.message.split("\n")[0] ?? ""}`, {
    where: { file: shown(at.file, at.line, at.column) },
    next: "This code of the project threw it. KILN_DEBUG=1 shows the whole way there.",
    cause: error,
  });
}

/** A path as a person reads it, and as an editor opens it: relative, with line and column. */
export function shown(file: string, line?: number, column?: number): string {
  const near = relative(process.cwd(), file);
  const path = near === "" || near.startsWith(join("..", "..")) ? file : near;
  return [path, ...(line === undefined ? [] : [line, column ?? 1])].join(":");
}

function fileOf(path: string, root: string): string {
  return isAbsolute(path) ? path : join(root, path);
}
