import { InputError } from "../../core/errors.js";

/** One thing that is wrong: where (a JSON pointer into the request) and what. */
export interface FieldFault {
  readonly field: string;
  readonly detail: string;
}

/** A request that does not fit its operation's schema: every fault, up to a bound. */
export class InvalidRequest extends InputError {
  readonly faults: readonly FieldFault[];

  /** @param faults at least one; the first one is the error's own field and reason. */
  constructor(faults: readonly [FieldFault, ...FieldFault[]], next?: string) {
    const [first] = faults;
    super(first.detail, { where: { field: first.field }, ...(next === undefined ? {} : { next }) });
    this.faults = faults;
  }
}
