import type { z } from "zod";
import { InputError, messageOf } from "./errors.js";

/** Plain JSON. Manifests, configs and fitted values are this and nothing else. */
export type Json = z.infer<ReturnType<typeof z.json>>;

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** The path of a zod issue as an RFC 6901 JSON pointer: `["series", 0, "values"]` -> `/series/0/values`. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/**
 * Checks a value against a schema.
 *
 * @param what what is being read, for the message: "request", "manifest.json".
 * @throws InputError naming the first field that is wrong, and how many more there are.
 *
 * @example
 * ```ts
 * const zones = parseAs(z.array(z.string()), JSON.parse(text), "zones", "zones.json");
 * ```
 */
export function parseAs<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: string,
  file?: string,
): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [first, ...rest] = result.error.issues;
  const newer = result.error.issues.find((issue) => isNewer(issue, value));
  if (newer !== undefined) {
    throw new InputError(`${what} is of a format that this version of Kiln does not know yet: a newer one wrote it`, {
      where: { ...(file === undefined ? {} : { file }), field: jsonPointer(newer.path) },
      next: "Update Kiln (npm install kilnjs@latest), or use the one that wrote it.",
    });
  }
  const field = first === undefined ? "" : jsonPointer(first.path);
  const more = rest.length === 0 ? "" : ` (and ${rest.length} more)`;
  throw new InputError(`${what}: ${first?.message ?? "not as expected"}${more}`, {
    where: { ...(file === undefined ? {} : { file }), field: field === "" ? "/" : field },
  });
}

/** True for a `formatVersion` beyond those that the schema takes. */
function isNewer(issue: z.core.$ZodIssue, value: unknown): boolean {
  if (issue.path.at(-1) !== "formatVersion" || issue.code !== "invalid_value") return false;
  const found = issue.path.reduce<unknown>((inside, key) => Reflect.get(Object(inside), key), value);
  return typeof found === "number" && issue.values.every((known) => typeof known === "number" && known < found);
}

/**
 * Reads JSON text and checks it.
 *
 * @throws InputError when the text is no JSON (with the parser's own word on where), or not of the schema.
 */
export function parseJsonAs<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  what: string,
  file?: string,
): z.infer<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const detail = messageOf(cause);
    throw new InputError(`${what} is not valid JSON: ${detail}`, {
      ...(file === undefined ? {} : { where: { file } }),
      cause,
    });
  }
  return parseAs(schema, value, what, file);
}
