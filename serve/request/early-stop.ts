/**
 * Finds faults in large requests without collecting all of them. zod has no bound on issues: eight megabytes of strings
 * where numbers belong make two million of them (measured: 3.8 s and 1 GB, on the event loop). So the arrays of a large
 * request are checked first, one element at a time, and the check ends at the first few faults. A request without any
 * goes through the schema itself afterwards, which alone decides.
 */
import { type core, z } from "zod";
import type { FieldFault } from "../problem/invalid-request.js";
import { faultsOf, MOST_FAULTS } from "./faults.js";

type Path = readonly PropertyKey[];
type Schema = core.$ZodTypes;

/**
 * Faults inside the arrays and records of a value, at most `MOST_FAULTS`. None does not mean that the value is valid.
 *
 * @param schema a zod schema; what is not descended into (lazy schemas, tuples, transforms) counts as sound here.
 */
export function faultsInArrays(schema: core.$ZodType, value: unknown): FieldFault[] {
  const faults: FieldFault[] = [];
  descend(schema as Schema, value, [], faults);
  return faults;
}

function descend(schema: Schema, value: unknown, path: Path, faults: FieldFault[]): void {
  if (typeof value !== "object" || value === null) return;
  const { def } = schema._zod;
  switch (def.type) {
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "nonoptional":
    case "readonly":
    case "catch":
      descend(def.innerType as Schema, value, path, faults);
      break;
    case "pipe":
      descend(def.in as Schema, value, path, faults);
      break;
    case "object":
      for (const [key, inner] of Object.entries(def.shape)) {
        if (Object.hasOwn(value, key)) descend(inner as Schema, Reflect.get(value, key), [...path, key], faults);
      }
      break;
    case "array":
      if (Array.isArray(value)) eachElement(def.element as Schema, value.entries(), path, faults);
      break;
    case "record":
      eachElement(def.valueType as Schema, Object.entries(value), path, faults);
      break;
    case "union":
      eachOption(def.options as readonly Schema[], value, path, faults);
      break;
  }
}

function eachElement(
  element: Schema,
  entries: Iterable<[PropertyKey, unknown]>,
  path: Path,
  faults: FieldFault[],
): void {
  for (const [key, value] of entries) {
    if (faults.length >= MOST_FAULTS) return;
    if (typeof value === "object" && value !== null) {
      const before = faults.length;
      descend(element, value, [...path, key], faults);
      if (faults.length > before) continue;
    }
    const result = z.safeParse(element, value);
    if (!result.success) faults.push(...faultsOf(result.error.issues, [...path, key], MOST_FAULTS - faults.length));
  }
}

/** A union is at fault when no option is met and some option's arrays are not sound: then that option was meant. */
function eachOption(options: readonly Schema[], value: unknown, path: Path, faults: FieldFault[]): void {
  let meant: FieldFault[] | undefined;
  for (const option of options) {
    const own: FieldFault[] = [];
    descend(option, value, path, own);
    if (own.length === 0 && z.safeParse(option, value).success) return;
    if (own.length > 0 && (meant === undefined || own.length < meant.length)) meant = own;
  }
  if (meant !== undefined) faults.push(...meant);
}
