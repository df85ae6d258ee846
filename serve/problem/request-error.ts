import { type ErrorDetails, InputError } from "../../core/errors.js";

/** Statuses of faults in a request that are not about a field of it. */
export type RequestFault = 405 | 406 | 408 | 413 | 415 | 421;

/** A request that cannot be understood or met for a reason that has a status of its own. */
export class RequestError extends InputError {
  readonly status: RequestFault;
  /** Headers that belong to the status, such as `Allow`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: RequestFault,
    reason: string,
    details: ErrorDetails = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(reason, details);
    this.status = status;
    this.headers = headers;
  }
}
