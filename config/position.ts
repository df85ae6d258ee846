/** Where in a project's own sources an error was thrown: its stack names the compiled files. */
import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { fileURLToPath } from "node:url";
import { readHeader } from "./cache.js";

/** A place in a source, counted from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const frame = /((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^\n():]+\.js):(\d+)(?::(\d+))?/g;

const MAP = "//# sourceMappingURL=data:application/json;base64,";

/** The first frame of the stack that is the project's own code; null when there is none. */
export function positionOf(error: unknown): Position | null {
  if (!(error instanceof Error) || error.stack === undefined) return null;
  for (const [, address = "", line = "", column = "1"] of error.stack.matchAll(frame)) {
    const file = address.startsWith("file:") ? fileURLToPath(address) : address;
    const header = readHeader(file);
    if (header !== null) return original(file, header.source, Number(line), Number(column));
  }
  return null;
}

function original(compiled: string, source: string, line: number, column: number): Position {
  const text = readFileSync(compiled, "utf8");
  const start = text.lastIndexOf(MAP);
  const encoded = text.slice(start + MAP.length).trim();
  const map = new SourceMap(JSON.parse(Buffer.from(encoded, "base64").toString("utf8")) as SourceMapPayload);
  const found = map.findEntry(line - 1, column - 1);
  // A line of ours, before the first of the source.
  if (!("originalLine" in found)) return { file: source, line: 1, column: 1 };
  return { file: source, line: found.originalLine + 1, column: found.originalColumn + 1 };
}
