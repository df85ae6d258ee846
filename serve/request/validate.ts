/** A parsed body against its operation's schema. */
import { type core, z } from "zod";
import type { FieldFault } from "../problem/invalid-request.js";
import { InvalidRequest } from "../problem/invalid-request.js";
import { faultsInArrays } from "./early-stop.js";
import { faultsOf } from "./faults.js";

/** Bytes from which a body may hold so many faults that they must not all be collected. */
const LARGE = 32_768;

/**
 * Checks a request.
 *
 * @param size bytes of the body that the value was parsed from.
 * @returns what the schema makes of it: defaults filled in, unknown fields left out.
 * @throws InvalidRequest with the first faults by field.
 */
export function validateRequest<Schema extends core.$ZodType>(
  schema: Schema,
  value: unknown,
  size: number,
): core.output<Schema> {
  const [early, ...more] = size > LARGE ? faultsInArrays(schema, value) : [];
  if (early !== undefined) throw new InvalidRequest([early, ...more]);
  const result = safely(schema, value);
  if (result.success) return result.data;
  const [first, ...rest] = faultsOf(result.error.issues);
  throw new InvalidRequest([first ?? wholeRequest("it does not fit the schema"), ...rest]);
}

function safely<Schema extends core.$ZodType>(schema: Schema, value: unknown) {
  try {
    return z.safeParse(schema, value);
  } catch (cause) {
    // A recursive schema and a deep value, or too many issues to join: the request's fault, whatever the engine calls it.
    if (cause instanceof RangeError)
      throw new InvalidRequest([wholeRequest("it is nested too deep or has too many faults")]);
    throw cause;
  }
}

function wholeRequest(detail: string): FieldFault {
  return { field: "/", detail };
}
