/** zod's issues as faults that a client can act on. */
import type { core } from "zod";
import { jsonPointer } from "../../core/json.js";
import type { FieldFault } from "../problem/invalid-request.js";

type Path = readonly PropertyKey[];

/** Faults that one answer names. */
export const MOST_FAULTS = 20;

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
  return [{ field: jsonPointer(place) || "/", detail: issue.message }];
}

/** Of a union's options the one that was probably meant: the fewest faults, and those deepest inside. */
function closestOption(options: readonly (readonly core.$ZodIssue[])[]): readonly core.$ZodIssue[] | undefined {
  const depth = (issues: readonly core.$ZodIssue[]) =>
    Math.max(...issues.slice(0, MOST_FAULTS).map(({ path }) => path.length));
  return options.toSorted((a, b) => a.length - b.length || depth(b) - depth(a))[0];
}
