/** What a model adds to the report of its runs: tables under a heading of its own. */
import { z } from "zod";

const tableSchema = z.object({
  title: z.string(),
  columns: z.array(z.string()),
  /** A cell is null where there is no figure. */
  rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
});

const sectionSchema = z.object({ heading: z.string(), tables: z.array(tableSchema) });

/** The file `sections.json` of a run. */
export const reportSectionsSchema = z.array(sectionSchema);

/** A table of figures. */
export interface ReportTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** Tables under a heading; runs that are compared have theirs side by side under one. */
export interface ReportSection {
  readonly heading: string;
  readonly tables: readonly ReportTable[];
}
