/** The query of a URL as the object that a resource's schema checks. */
import { InvalidRequest } from "../problem/invalid-request.js";

/**
 * One text for each parameter.
 *
 * @throws InvalidRequest naming a parameter that is given twice: which of the two is meant, nobody knows.
 */
export function queryOf(given: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  const entries = Object.entries(given).map(([name, values]): [string, string] => {
    const [value = "", ...more] = values;
    if (more.length > 0) throw new InvalidRequest([{ field: `/${name}`, detail: "it is given more than once" }]);
    return [name, value];
  });
  return Object.fromEntries(entries);
}
