import { findSourceMap } from "node:module";
import { dirname, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const own = dirname(fileURLToPath(import.meta.url)) + sep;

/**
 * The innermost line of the current call stack that is the caller's own code: not in a library, not in Node, not in
 * this folder. "file:line:column", relative to the working directory where it lies below it.
 */
export function callerSource(): string | undefined {
  for (const frame of callStack()) {
    const path = pathOf(frame.getFileName() ?? "");
    if (path === undefined || path.startsWith(own) || path.includes(`${sep}node_modules${sep}`)) continue;
    return sourceOf(path, frame.getLineNumber() ?? 1, frame.getColumnNumber() ?? 1);
  }
  return undefined;
}

/** Frames as V8 holds them: a recording asks at each operation, and a stack as text took most of its time. */
function callStack(): readonly NodeJS.CallSite[] {
  const { stackTraceLimit, prepareStackTrace } = Error;
  const taken: { stack?: readonly NodeJS.CallSite[] } = {};
  try {
    Error.stackTraceLimit = 1000;
    Error.prepareStackTrace = (_, frames) => frames;
    Error.captureStackTrace(taken, callStack);
    // V8 prepares a stack when it is read.
    return taken.stack ?? [];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    Error.prepareStackTrace = prepareStackTrace;
  }
}

function pathOf(location: string): string | undefined {
  if (location.startsWith("/")) return location;
  return location.startsWith("file://") ? fileURLToPath(location.replace(/\?.*$/, "")) : undefined;
}

/** With `node --enable-source-maps`, the line of the source and not of what it was compiled to. */
function sourceOf(path: string, line: number, column: number): string {
  const entry = findSourceMap(path)?.findEntry(line - 1, column - 1);
  if (entry !== undefined && "originalSource" in entry) {
    return `${shortened(pathOf(entry.originalSource) ?? entry.originalSource)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  }
  return `${shortened(path)}:${line}:${column}`;
}

function shortened(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") ? path : short;
}
