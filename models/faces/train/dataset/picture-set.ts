/** A set of pictures, ready for training: what every source of pictures gives, and nothing about where it came from. */

import type { Skipped } from "kilnjs/data";

/** What a source found. */
export interface PictureReport {
  /** "embedded faces, seed 1", or the folder as it was given. */
  readonly source: string;
  readonly loaded: number;
  readonly skipped: readonly Skipped[];
  /** Hidden files and folders, which nobody asked for. */
  readonly hidden: number;
  /** Pictures that are the same at the model's size; each list is in the set's order, and all of it is kept. */
  readonly duplicates: readonly (readonly string[])[];
  /** Groups of pictures that are not equal, but nearly so, with the equal ones among them; in order, and all are kept. */
  readonly near: readonly (readonly string[])[];
  /** How many had to be decoded or drawn now; the others were in the cache. */
  readonly made: number;
}

/** Pictures of 64 by 64 pixels, RGB, one byte a channel; they stay on the disk until they are read. */
export interface PictureSet {
  readonly count: number;
  /** Pixels a side. */
  readonly size: number;
  /** SHA-256 of the content and order of the set, in hexadecimal. */
  readonly hash: string;
  readonly report: PictureReport;
  /** True for drawn faces. */
  readonly drawn: boolean;
  /** A number for each picture; equal numbers mean pictures that are equal, or nearly so. Never split a group between training and test. */
  readonly groups: Uint32Array;
  /** The drawing's factors, row-major [count, 11], when they are known of every picture; see draw/factors.ts. */
  readonly factors: Uint8Array | undefined;
  /** The name of a picture: its path below the folder. */
  name(index: number): string;
  /**
   * Reads the pictures at `indices`, in that order, into `into`, [indices.length, size, size, 3].
   *
   * @throws RangeError for an index that is not in the set or a target of another length; FailedError when the cache
   * file was cut short meanwhile.
   */
  read(indices: Uint32Array, into: Uint8Array): Promise<void>;
  /** Closes the cache file. */
  close(): Promise<void>;
}
