/**
 * A published bundle as the readers of a repository see it: whole, parsed, and with its files' places. See
 * docs/formats.md for the files themselves.
 */
import type { Manifest } from "../core/manifest.js";

/** One graph of a bundle. */
export interface PublishedGraph {
  readonly name: string;
  /** Its version folder: `<root>/<name>/<version>`. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** SHA-256 of the published manifest.json. */
  readonly manifestSha256: string;
  /** SHA-256 of the published golden.json. */
  readonly goldenSha256: string;
}

/** Graphs that one training published together under one version number. */
export interface PublishedBundle {
  /** The name of the model. */
  readonly model: string;
  readonly version: number;
  /** Names the training; the same for every graph. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  /** Name of the first graph. */
  readonly main: string;
  /** By graph name, in the order of the bundle file. */
  readonly graphs: Readonly<Record<string, PublishedGraph>>;
}

/** A folder that looks like a version and is not used, and why. */
export interface IgnoredVersion {
  /** The folder: `<root>/<graph>/<version>`. */
  readonly folder: string;
  readonly graph: string;
  readonly version: number;
  /** One sentence for the person who looks after the repository. */
  readonly reason: string;
  /** The model it belongs to, where anything there still says so. */
  readonly model: string | undefined;
  /** True when it has been whole and was changed since; false when it never became whole or is not Kiln's. */
  readonly damaged: boolean;
}

/** What a repository holds. */
export interface RepositoryScan {
  /** Whole bundles, by model name and then oldest version first. */
  readonly bundles: readonly PublishedBundle[];
  readonly ignored: readonly IgnoredVersion[];
}
