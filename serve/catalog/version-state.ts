/** What became of each version in the repository: the answer to "why is my new version not served". */

/** One version of one model. */
export interface VersionState {
  /** A model's name for a whole bundle, a graph's for a folder that belongs to none. */
  readonly model: string;
  readonly version: number;
  /**
   * `active`: served. `available`: whole, not the newest. `refused`: newer than the active one, and did not pass.
   * `ignored`: half-written, edited, or of no bundle.
   */
  readonly state: "active" | "available" | "refused" | "ignored";
  /** Why it is refused or ignored, with the places of files: for the log, not for clients. */
  readonly reason?: string;
}
