/** What the thread that reads rows is asked. */

/** Its requests. */
export interface RowCalls {
  /** The bytes of rows, one after the other, in the order in which they are named; each with those that belong to it. */
  read: { readonly given: { readonly rows: Uint32Array }; readonly answer: Uint8Array };
}

/** Which file, and how long a row of it is. */
export interface RowFile {
  readonly path: string;
  readonly rowBytes: number;
  /** Rows that are read from each named one on; one when left out. */
  readonly together?: number;
}
