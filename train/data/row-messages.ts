/** What the thread that reads rows is asked, and what it answers. */

/** One request: which rows, in which order. `id` comes back with the answer. */
export interface RowRequest {
  readonly id: number;
  readonly rows: Uint32Array;
}

/** The rows' bytes, one after the other; or the row that is not there; or what the system said. */
export type RowAnswer =
  | { readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly id: number; readonly missing: number }
  | { readonly id: number; readonly error: string };

/** Which file, and how long a row of it is. */
export interface RowFile {
  readonly path: string;
  readonly rowBytes: number;
}
