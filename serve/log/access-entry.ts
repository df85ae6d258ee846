/** One request, as the log and (later) the metrics see it. */
export interface AccessEntry {
  /** ISO 8601, UTC: when the answer was complete. */
  readonly time: string;
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  /** 499 when the client left before the answer was complete. */
  readonly status: number;
  /** From the request's headers to the answer's last byte. */
  readonly milliseconds: number;
  /** `parcel@3`, for operations. */
  readonly servedBy?: string;
}
