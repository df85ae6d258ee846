/**
 * A form as the JSON object that an operation takes, so that `curl -F image=@face.png -F steps=9` works for every
 * operation and none has to know about forms:
 *
 * - a file becomes a data URL: `data:image/png;base64,…`;
 * - text that is JSON becomes its value (`steps=9` is a number, `flag=true` a boolean), other text stays text;
 * - a name is a path: `from.image` is `{"from": {"image": …}}`, `images[]` or a name given twice is an array;
 * - the field `request` is a JSON object to which the other fields are added.
 */
import { InputError } from "../../core/errors.js";
import type { FormEntry, FormFile } from "./multipart.js";

/** Names that would reach into JavaScript's own objects. */
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);
/** Part of a path: a name, and `[]` when it is a list. */
const PART = /^([A-Za-z0-9_-]{1,100})(\[\])?$/;

type Fields = Record<string, unknown>;

/**
 * Turns a form into a request.
 *
 * @throws InputError naming the field whose name is no path, or that contradicts another one.
 */
export function requestFromForm(form: readonly FormEntry[]): Fields {
  const request = baseRequest(form);
  const given = new Set<string>();
  for (const [name, value] of form) {
    if (name === "request") continue;
    put(request, name, typeof value === "string" ? fromText(value) : dataUrl(value), given);
  }
  return request;
}

function baseRequest(form: readonly FormEntry[]): Fields {
  const given = form.find(([name]) => name === "request");
  if (given === undefined) return {};
  const [, text] = given;
  const base = typeof text === "string" ? fromText(text) : undefined;
  if (typeof base === "object" && base !== null && !Array.isArray(base)) return base as Fields;
  throw new InputError("the form field request is no JSON object", { where: { field: "/" } });
}

function put(request: Fields, name: string, value: unknown, given: Set<string>): void {
  const parts = name.split(".");
  const last = parts.pop() ?? "";
  let target = request;
  for (const part of parts) target = inner(target, part, name);
  const [, key, list] = partOf(last, name);
  const before = Object.hasOwn(target, key) ? target[key] : undefined;
  if (list !== undefined || given.has(name)) {
    if (before === undefined) target[key] = [value];
    else if (Array.isArray(before)) before.push(value);
    else target[key] = [before, value];
  } else target[key] = value;
  given.add(name);
}

function inner(target: Fields, part: string, name: string): Fields {
  const [, key, list] = partOf(part, name);
  const where = { field: name.slice(0, 100) };
  if (list !== undefined) throw new InputError("[] may only stand at the end of a name", { where });
  if (!Object.hasOwn(target, key)) target[key] = {};
  const value = target[key];
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw new InputError(`the form gives ${key} as a value and as an object`, { where });
}

function partOf(part: string, name: string): readonly [whole: string, key: string, list: string | undefined] {
  const match = PART.exec(part);
  const key = match?.[1];
  if (match === null || key === undefined || FORBIDDEN.has(key)) {
    throw new InputError("this form field has no usable name", {
      where: { field: name.slice(0, 100) },
      next: 'Names are paths such as image, images[] or from.image; or send JSON in the field "request".',
    });
  }
  return [part, key, match[2]];
}

function fromText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return text;
    throw cause;
  }
}

function dataUrl({ type, bytes }: FormFile): string {
  return `data:${type === "" ? "application/octet-stream" : type};base64,${bytes.toString("base64")}`;
}
