/** Names of countries in the page's language, and finding a country by any of its names. */

import { type Language, languages } from "kilnjs/page";
import { countryName, countryOf } from "../countries/country.js";
import { normalizeName } from "../countries/normalize.js";
import type { DatedResult } from "../resources/latest-results.js";

const byLanguage = Object.fromEntries(
  languages.map((language) => [language, new Intl.DisplayNames(language, { type: "region", fallback: "none" })]),
) as Readonly<Record<Language, Intl.DisplayNames>>;

/** The browser's name of a code in a language, or null when it has none. */
export function regionName(iso: string, language: Language): string | null {
  // XK is assigned by its users, and not every browser knows it.
  return byLanguage[language].of(iso) ?? (language === "en" ? countryName(iso) : null);
}

/** What a result is called: in English as its table calls it (less the star of a footnote), otherwise as the browser knows the country. */
export function nameOf({ name, iso }: Pick<DatedResult, "name" | "iso">, language: Language): string {
  const plain = name.replace(/\*+$/, "");
  if (language === "en" || iso === null) return plain;
  return regionName(iso, language) ?? plain;
}

/** A test whether a result is meant by what was typed: a part of a name in any language, the code, or a spelling. */
export function finder(typed: string): (result: DatedResult) => boolean {
  const wanted = normalizeName(typed);
  if (wanted === "") return () => true;
  const spelled = countryOf(typed).iso;
  return (result) =>
    (result.iso !== null && (result.iso === spelled || result.iso.toLowerCase() === wanted)) ||
    namesOf(result).some((name) => name.includes(wanted));
}

const known = new Map<string, readonly string[]>();

function namesOf({ name, iso }: DatedResult): readonly string[] {
  const key = `${iso}\n${name}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const regional = iso === null ? [] : languages.map((language) => regionName(iso, language) ?? "");
  const names = [name, ...regional].map(normalizeName).filter((one) => one !== "");
  known.set(key, names);
  return names;
}
