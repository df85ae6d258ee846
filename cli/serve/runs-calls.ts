/** What the server asks of the thread that reads runs, and what it gets. */
import type { RunStatus } from "../../train/run/status.js";

/** A run in the list. */
export interface ListedRun {
  readonly model: string;
  readonly name: string;
  /** Names of folders from that of all runs to this one: one to three. */
  readonly path: readonly string[];
  readonly status: RunStatus | "damaged";
  readonly preset: string | null;
  readonly seed: number | null;
  readonly step: number | null;
  readonly totalSteps: number | null;
  readonly epoch: number | null;
  readonly updated: string | null;
  readonly metrics: Readonly<Record<string, number>>;
  /** What is wrong with it; null when nothing is. */
  readonly note: string | null;
}

/** A page, and the hash of its script for the Content-Security-Policy. */
export interface RunPage {
  readonly html: string;
  readonly scriptHash: string;
}

/** What the thread is asked. */
export interface RunsCalls {
  /** All runs. */
  list: { readonly given: object; readonly answer: readonly ListedRun[] };
  /** The page of one by its folder, which is `depth` folders below that of all. */
  page: { readonly given: { readonly run: string; readonly depth: number }; readonly answer: RunPage };
}
