/** What happened to an executor of a pool: for logs and metrics. */
export type PoolEvent =
  | { readonly kind: "ready"; readonly pid: number | undefined }
  | { readonly kind: "died"; readonly pid: number | undefined; readonly why: string }
  | { readonly kind: "start failed"; readonly why: string; readonly retryIn: number }
  /** An executor that was started again could not load a model: its files are not what they were. */
  | { readonly kind: "model lost"; readonly model: string; readonly why: string };
