/** zod's issues as faults that a client can act on. */
import type { core } from "zod";
import { jsonPointer } from "../../core/json.js";
import type { FieldFault } from "../problem/invalid-request.js";

type Path = readonly PropertyKey[];

/** Faults that one answer names. */
export const MOST_FAULTS = 20;
/** Keys that nobody knows, named in one fault. */
const MOST_KEYS = 5;
/** Characters of a key, and of a path, that are said again: keys are the client's, and may be megabytes. */
const LONGEST_KEY = 60;
const LONGEST_PLACE = 300;
/** Characters of a fault's words; a schema may put values of the request into them. */
const LONGEST_WORDS = 500;

/**
 * The faults of some issues, at most `most`.
 *
 * @param path where in the request the issues' own paths begin.
 */
export function faultsOf(issues: readonly core.$ZodIssue[], path: Path = [], most = MOST_FAULTS): FieldFault[] {
  const faults: FieldFault[] = [];
  for (const issue of issues) {
    if (faults.length >= most) break;
    faults.push(...faultsOfIssue(issue, path, most - faults.length));
  }
  return faults;
}

function faultsOfIssue(issue: core.$ZodIssue, path: Path, most: number): FieldFault[] {
  const place = [...path, ...issue.path];
  const closest = issue.code === "invalid_union" ? closestOption(issue.errors) : undefined;
  if (closest !== undefined) return faultsOf(closest, place, most);
  const words = issue.code === "unrecognized_keys" ? unknownKeys(issue.keys) : issue.message;
  return [
    { field: cut(jsonPointer(place.slice(0, LONGEST_PLACE)) || "/", LONGEST_PLACE), detail: cut(words, LONGEST_WORDS) },
  ];
}

/** The words for keys that an object does not have. @param keys at least one. */
export function unknownKeys(keys: readonly string[]): string {
  const shown = keys.slice(0, MOST_KEYS).map((key) => JSON.stringify(cut(key, LONGEST_KEY)));
  const more = keys.length > MOST_KEYS ? ` and ${keys.length - MOST_KEYS} more` : "";
  return `Unrecognized key${keys.length === 1 ? "" : "s"}: ${shown.join(", ")}${more}`;
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}

/** Of a union's options the one that was probably meant: the fewest faults, and those deepest inside. */
function closestOption(options: readonly (readonly core.$ZodIssue[])[]): readonly core.$ZodIssue[] | undefined {
  const depth = (issues: readonly core.$ZodIssue[]) =>
    Math.max(...issues.slice(0, MOST_FAULTS).map(({ path }) => path.length));
  return options.toSorted((a, b) => a.length - b.length || depth(b) - depth(a))[0];
}
