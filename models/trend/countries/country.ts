/** From a name in a table to ISO 3166-1, by explicit tables only. */
import isoCountries from "i18n-iso-countries/index.js";
import english from "i18n-iso-countries/langs/en.json" with { type: "json" };
import { aggregates, countryAliases, notCountries } from "./aliases.js";

/** What a name is: `unknown` means that no table lists it, and it is then shown without a code, never guessed. */
export type CountryKind = "country" | "notACountry" | "aggregate" | "unknown";

/** A name looked up. `iso` is the alpha-2 code, for `country` alone. */
export interface Country {
  readonly kind: CountryKind;
  readonly iso: string | null;
}

/**
 * A name as the tables hold it: lower case, accents and Unicode forms folded, spaces single, typographic apostrophes
 * plain, a footnote star or bracket kept (they are part of the alias).
 */
export function normalizeName(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[\u2018\u2019\u02bc\u0060\u00b4]/g, "'")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();
}

/** Looks a name up: first our own tables, then the English names of ISO 3166. Never the nearest likeness. */
export function countryOf(name: string): Country {
  const key = normalizeName(name);
  if (notCountries.has(key)) return { kind: "notACountry", iso: null };
  if (aggregates.has(key)) return { kind: "aggregate", iso: null };
  const iso = countryAliases[key] ?? isoNames().get(key);
  return iso === undefined ? { kind: "unknown", iso: null } : { kind: "country", iso };
}

/** The usual English name of an alpha-2 code, or null when there is no such country. */
export function countryName(iso: string): string | null {
  register();
  return isoCountries.getName(iso, "en") ?? null;
}

let registered = false;
function register(): void {
  if (registered) return;
  isoCountries.registerLocale(english);
  registered = true;
}

let names: ReadonlyMap<string, string> | undefined;
function isoNames(): ReadonlyMap<string, string> {
  if (names !== undefined) return names;
  register();
  const found = new Map<string, string>();
  for (const [iso, all] of Object.entries(isoCountries.getNames("en", { select: "all" }))) {
    for (const name of all) found.set(normalizeName(name), iso);
  }
  names = found;
  return found;
}
