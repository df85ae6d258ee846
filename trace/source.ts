import { dirname, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const own = dirname(fileURLToPath(import.meta.url)) + sep;

/**
 * The innermost line of the current call stack that is the caller's own code: not in a library, not in Node, not in
 * this folder. "file:line:column", relative to the working directory where it lies below it.
 */
export function callerSource(): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1000;
  const { stack = "" } = new Error("stack");
  Error.stackTraceLimit = limit;
  for (const line of stack.split("\n").slice(1)) {
    const match = /(?:\(|at )((?:file:\/\/)?\/[^()]*):(\d+):(\d+)\)?$/.exec(line.trim());
    if (match === null) continue;
    const [, location = "", row, column] = match;
    const path = location.startsWith("file://") ? fileURLToPath(location.replace(/\?.*$/, "")) : location;
    if (path.startsWith(own) || path.includes(`${sep}node_modules${sep}`)) continue;
    const short = relative(process.cwd(), path);
    return `${short.startsWith("..") ? path : short}:${row}:${column}`;
  }
  return undefined;
}
