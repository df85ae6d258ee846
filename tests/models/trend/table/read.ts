/** Short ways to read a table in a test. */
import { InputError } from "../../../../core/errors.js";
import type { CaseTable } from "../../../../models/trend/table/case-table.js";
import type { ReadOptions } from "../../../../models/trend/table/options.js";
import { readCaseTable } from "../../../../models/trend/table/read-table.js";

/** Reads text or bytes. */
export function read(source: string | Uint8Array, options: ReadOptions = {}): CaseTable {
  return readCaseTable(typeof source === "string" ? new TextEncoder().encode(source) : source, "cases.csv", options);
}

/** Increments by name. */
export function increments(source: string | Uint8Array, options: ReadOptions = {}): Record<string, number[]> {
  return Object.fromEntries(read(source, options).series.map(({ name, increments }) => [name, [...increments]]));
}

/** The message of the InputError that reading throws. */
export function refusal(source: string | Uint8Array, options: ReadOptions = {}): string {
  try {
    read(source, options);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error("the table was read");
}
