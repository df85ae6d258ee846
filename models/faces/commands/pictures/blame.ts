/** Errors of an operation name a field of its request; a person typed an option, or the name of a file. */
import { InputError, UsageError, type Where } from "kilnjs";

/** For the beginning of a field's JSON pointer, where that field came from: a file, or (`field`) an option. */
export type Origins = Readonly<Record<string, Where>>;

/** Does work; an error about a field of the request becomes one about the option or the file that it came from. */
export async function blaming<Value>(origins: Origins, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw blamed(error, origins);
  }
}

function blamed(error: unknown, origins: Origins): unknown {
  if (!(error instanceof InputError)) return error;
  const { reason, cause } = error;
  const pointer = error.where.field ?? "";
  const where = Object.entries(origins).find(([prefix]) => pointer === prefix || pointer.startsWith(`${prefix}/`))?.[1];
  if (where === undefined) return error;
  const details = { where, cause, ...(error.next === undefined ? {} : { next: error.next }) };
  return where.file === undefined ? new UsageError(reason, details) : new InputError(reason, details);
}
