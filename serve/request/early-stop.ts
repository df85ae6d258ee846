/**
 * Finds faults in large requests without collecting all of them. zod has no bound on issues: eight megabytes of strings
 * where numbers belong make two million of them (measured: 3.8 s and 1 GB, on the event loop). So the arrays of a large
 * request are checked first, one element at a time, and the check ends at the first few faults. A request without any
 * goes through the schema itself afterwards, which alone decides.
 */
import { type core, z } from "zod";
import { jsonPointer } from "../../core/json.js";
import type { FieldFault } from "../problem/invalid-request.js";
import { faultsOf, MOST_FAULTS, unknownKeys } from "./faults.js";

type Path = readonly PropertyKey[];
type Schema = core.$ZodType;

/** Schemas around another one, which say with `unwrap()` what they hold. */
const wrappers = [
  z.ZodOptional,
  z.ZodNullable,
  z.ZodDefault,
  z.ZodPrefault,
  z.ZodNonOptional,
  z.ZodReadonly,
  z.ZodCatch,
] as const;

/**
 * Faults inside the arrays and records of a value, at most `MOST_FAULTS`. None does not mean that the value is valid.
 *
 * @param schema a zod schema; what is not descended into (lazy schemas, tuples, transforms, schemas of zod/mini) counts
 * as sound here.
 */
export function faultsInArrays(schema: Schema, value: unknown): FieldFault[] {
  const faults: FieldFault[] = [];
  descend(schema, value, [], faults);
  return faults;
}

function descend(schema: Schema, value: unknown, path: Path, faults: FieldFault[]): void {
  if (typeof value !== "object" || value === null) return;
  if (schema instanceof z.ZodObject) eachField(schema, value, path, faults);
  else if (schema instanceof z.ZodRecord) eachElement(schema.valueType, Object.entries(value), path, faults);
  else if (schema instanceof z.ZodUnion) eachOption(schema.options, value, path, faults);
  else if (schema instanceof z.ZodPipe) descend(schema.in, value, path, faults);
  else if (schema instanceof z.ZodArray) {
    if (Array.isArray(value)) eachElement(schema.element, value.entries(), path, faults);
  } else {
    const inner = insideOf(schema);
    if (inner !== undefined) descend(inner, value, path, faults);
  }
}

function insideOf(schema: Schema): Schema | undefined {
  for (const wrapper of wrappers) if (schema instanceof wrapper) return schema.unwrap();
  return undefined;
}

function eachField(schema: z.ZodObject, value: object, path: Path, faults: FieldFault[]): void {
  const shape: Readonly<Record<string, Schema>> = schema.shape;
  const unknown = schema.def.catchall instanceof z.ZodNever ? firstUnknown(shape, value) : [];
  if (unknown.length > 0) faults.push({ field: jsonPointer(path) || "/", detail: unknownKeys(unknown) });
  for (const [key, inner] of Object.entries(shape)) {
    if (Object.hasOwn(value, key)) descend(inner, Reflect.get(value, key), [...path, key], faults);
  }
}

/** Some keys of a strict object that it should not have: all of them may be hundreds of thousands. */
function firstUnknown(shape: Readonly<Record<string, Schema>>, value: object): string[] {
  const unknown: string[] = [];
  for (const key in value) {
    if (Object.hasOwn(shape, key)) continue;
    unknown.push(key);
    if (unknown.length === MOST_FAULTS) break;
  }
  return unknown;
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
