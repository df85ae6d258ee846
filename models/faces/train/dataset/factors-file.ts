/** `factors.csv` beside drawn faces: the file's name, then a column for each factor, in the order of draw/factors.ts. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Reporter } from "kilnjs";
import { hasCode, InputError } from "kilnjs";
import { FACTOR_NAMES, FACTORS } from "../draw/factors.js";

/** The file's name. */
export const FACTORS_FILE = "factors.csv";

const HEADER = ["file", ...FACTOR_NAMES].join(",");

/** The text of the file. `values` is [names.length, 11]. */
export function formatFactors(names: readonly string[], values: Uint8Array): string {
  const width = FACTORS.length;
  const rows = names.map((name, row) => [name, ...values.subarray(row * width, (row + 1) * width)].join(","));
  return `${[HEADER, ...rows].join("\n")}\n`;
}

/**
 * The factors of the named pictures, [names.length, 11]; undefined when the folder has none, or not of every picture (then
 * with a warning: half-known factors are of no use).
 *
 * @throws InputError naming row and column when a value is no level of its factor.
 */
export async function readFactors(
  folder: string,
  names: readonly string[],
  reporter: Reporter,
): Promise<Uint8Array | undefined> {
  const file = join(folder, FACTORS_FILE);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw new InputError("cannot be read", { where: { file }, cause: error });
  }
  const [header, ...lines] = text.split(/\r?\n/);
  if (header !== HEADER) return undefined; // somebody else's factors
  const rows = new Map(lines.flatMap((line, i) => (line === "" ? [] : [parseRow(line, { file, row: i + 2 })])));
  const values = new Uint8Array(names.length * FACTORS.length);
  for (const [i, name] of names.entries()) {
    const row = rows.get(name);
    if (row === undefined) {
      reporter.warn(`${FACTORS_FILE} says nothing of ${name}: its factors are not used.`);
      return undefined;
    }
    values.set(row, i * FACTORS.length);
  }
  return values;
}

function parseRow(line: string, place: { file: string; row: number }): [string, number[]] {
  const cells = line.split(",");
  if (cells.length !== FACTORS.length + 1) {
    throw new InputError(`${cells.length} cells, expected ${FACTORS.length + 1}`, { where: place });
  }
  const values = FACTORS.map(({ name, levels }, i) => {
    const cell = cells[i + 1] as string;
    const value = Number(cell);
    if (cell.trim() === "" || !Number.isInteger(value) || value < 0 || value >= levels) {
      throw new InputError(`"${cell}" is no level of ${name} (0 to ${levels - 1})`, {
        where: { ...place, column: name },
      });
    }
    return value;
  });
  return [cells[0] as string, values];
}
