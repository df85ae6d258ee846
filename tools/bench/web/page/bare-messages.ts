/** What the bench's page and the bare worker say to each other: one question, one answer. */

/** Opens a model, or decodes latent vectors. */
export type BareQuestion =
  | { readonly model: Uint8Array; readonly runtime: string; readonly threads: number }
  | { readonly latent: Float32Array; readonly dims: readonly [rows: number, size: number] };

/** Pictures [rows, 64, 64, 3], none after opening; or what went wrong. */
export type BareAnswer = { readonly data: Float32Array<ArrayBuffer> } | { readonly error: string };
