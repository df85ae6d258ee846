/** From a name in a table to ISO 3166-1, by explicit tables only. */
import isoCountries from "i18n-iso-countries/index.js";
import english from "i18n-iso-countries/langs/en.json" with { type: "json" };
import { aggregates } from "./aggregates.js";
import { normalizeName } from "./normalize.js";
import { notCountries } from "./not-countries.js";
import { spellings } from "./spellings.js";

/** What a name is: `unknown` means that no table lists it, and it is then shown without a code, never guessed. */
export type CountryKind = "country" | "notACountry" | "aggregate" | "unknown";

/** A name looked up. `iso` is the alpha-2 code, for `country` alone. */
export interface Country {
  readonly kind: CountryKind;
  readonly iso: string | null;
}

/** Looks a name up: first our own tables, then the English names of ISO 3166. Never the nearest likeness. */
export function countryOf(name: string): Country {
  return known().get(normalizeName(name)) ?? { kind: "unknown", iso: null };
}

/** The usual English name of an alpha-2 code, or null when there is no such country. */
export function countryName(iso: string): string | null {
  register();
  return isoCountries.getName(iso, "en") ?? null;
}

/** The alpha-2 code of an ISO 3166-1 numeric code ("756", as map data hold it), or null when there is none. */
export function isoOfNumeric(numeric: string): string | null {
  return isoCountries.numericToAlpha2(numeric) ?? null;
}

let registered = false;
function register(): void {
  if (registered) return;
  isoCountries.registerLocale(english);
  registered = true;
}

// A map and not an object: a row named "constructor" must not find what every object has.
let names: ReadonlyMap<string, Country> | undefined;
function known(): ReadonlyMap<string, Country> {
  if (names !== undefined) return names;
  register();
  const found = new Map<string, Country>();
  const list = (all: readonly string[], country: Country): void => {
    for (const name of all) found.set(normalizeName(name), country);
  };
  // Later lines win: our own spellings settle what the ISO list holds twice.
  for (const [iso, all] of Object.entries(isoCountries.getNames("en", { select: "all" }))) {
    list(all, { kind: "country", iso });
  }
  for (const [iso, all] of Object.entries(spellings)) list(all, { kind: "country", iso });
  list(notCountries, { kind: "notACountry", iso: null });
  list(aggregates, { kind: "aggregate", iso: null });
  names = found;
  return found;
}
