/** What happened to an executor of a pool: for logs and metrics. */
export type PoolEvent =
  | { readonly kind: "ready"; readonly pid: number | undefined }
  | { readonly kind: "died"; readonly pid: number | undefined; readonly why: string }
  | { readonly kind: "start failed"; readonly why: string; readonly retryIn: number };
