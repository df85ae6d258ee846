/** The beginning of a CSV file: its delimiter, its header, and rows that show how its columns write numbers. */
import Papa from "papaparse";
import { InputError } from "../../../core/errors.js";

/** Characters that are looked at. */
const HEAD = 2 ** 18;

const DELIMITERS = [",", ";", "\t", "|"] as const;

/** What is known of a file before it is read. */
export interface CsvHead {
  readonly delimiter: string;
  readonly header: readonly string[];
  /** Rows below the header. */
  readonly sample: readonly (readonly string[])[];
}

/**
 * Looks at the first rows: the delimiter is the one under which most of the wanted columns are in the header, then the
 * one that makes most rows as long as the header.
 *
 * @param hasHeader false: columns are called "1", "2", and so on.
 * @throws InputError when there is nothing in the file.
 */
export async function csvHead(
  text: AsyncIterable<string>,
  file: string,
  { wanted, delimiter, hasHeader }: { wanted: readonly string[]; delimiter: string | undefined; hasHeader: boolean },
): Promise<CsvHead> {
  let start = "";
  for await (const chunk of text) {
    start += chunk;
    if (start.length >= HEAD) break;
  }
  start = start.replace(/^\ufeff/, "");
  if (start.trim() === "")
    throw new InputError("the file is empty", { where: { file }, next: "Give a table with a header and rows." });
  const readWith = (candidate: string) => {
    const { data } = Papa.parse<string[]>(start, { delimiter: candidate, newline: "\n", skipEmptyLines: "greedy" });
    // The last row may be cut off.
    const rows = start.length >= HEAD ? data.slice(0, -1) : data;
    const [first = []] = rows;
    const header = hasHeader ? first.map((name) => name.trim()) : first.map((_, i) => String(i + 1));
    return { delimiter: candidate, header, sample: hasHeader ? rows.slice(1) : rows };
  };
  const heads = (delimiter === undefined ? DELIMITERS : [delimiter]).map(readWith);
  const score = ({ header, sample }: CsvHead) => {
    const found = wanted.filter((name) => header.includes(name)).length;
    const even = sample.filter(({ length }) => length === header.length).length / Math.max(1, sample.length);
    return found * 1000 + even * 100 + Math.min(99, header.length);
  };
  return heads.reduce((best, head) => (score(head) > score(best) ? head : best));
}
