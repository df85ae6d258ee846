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

/** What is asked: all runs, or the page of one by its folder, which is `depth` folders below that of all. */
export type Question =
  | { readonly kind: "list" }
  | { readonly kind: "page"; readonly run: string; readonly depth: number };

/** A question with a number to know its answer by. */
export type Asked = Question & { readonly id: number };

/** An answer; `error` is a sentence for the reader, and `missing` that there is nothing of the kind. */
export type Answer = { readonly id: number } & (
  | { readonly list: readonly ListedRun[] }
  | { readonly page: RunPage }
  | { readonly error: string; readonly missing: boolean }
);
