import { UnavailableError } from "../../core/errors.js";

/** Too much work is waiting already. Status 503, with `Retry-After`. */
export class BusyError extends UnavailableError {
  /** Whole seconds after which another try makes sense. */
  readonly retryAfter: number;

  constructor(reason: string, retryAfter: number) {
    super(reason, { next: `Try again in ${retryAfter} s.` });
    this.retryAfter = retryAfter;
  }
}
