import { FailedError } from "../core/errors.js";

/** Where in a recorded function something lies; what is not known is left out. */
export interface TracePlace {
  /** TensorFlow's name of the operation. */
  readonly op?: string | undefined;
  /** Scopes that were open: the layer, the step. */
  readonly scope?: string | undefined;
  /** The line of the caller's code. */
  readonly source?: string | undefined;
}

/** A function that cannot be recorded, written or captured. The message names operation, scope and line. */
export class TraceError extends FailedError {
  readonly op: string | undefined;
  readonly scope: string | undefined;
  readonly source: string | undefined;

  constructor(reason: string, place: TracePlace, next?: string) {
    super(`${reason}${describePlace(place)}`, next === undefined ? {} : { next });
    this.op = place.op;
    this.scope = place.scope;
    this.source = place.source;
  }
}

function describePlace({ op, scope, source }: TracePlace): string {
  const parts: string[] = [];
  if (op !== undefined) parts.push(`operation ${op}`);
  if (scope !== undefined && scope !== "") parts.push(`in ${scope}`);
  if (source !== undefined) parts.push(`at ${source}`);
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}
