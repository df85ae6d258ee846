/**
 * Rows of case tables that have no ISO 3166-1 code of their own and never will: ships and events, rows of "other", and
 * places that are a part of a country or that no code was given to. They are kept as curves and listed, without a code.
 */
export const notCountries: readonly string[] = [
  // ships, events, travellers
  "Diamond Princess",
  "Grand Princess",
  "MS Zaandam",
  "Cruise Ship",
  "International",
  "International commercial vessel",
  "International conveyance",
  "Cases on an international conveyance Japan",
  "Repatriated Travellers",
  "Summer Olympics 2020",
  "Winter Olympics 2022",
  "Other",
  "Others",
  "Unknown",
  // parts of a country that is counted beside them
  "England",
  "Wales",
  "Scotland",
  "Northern Ireland",
  "North Ireland",
  // two codes together
  "Channel Islands",
  // self-governed, and not in ISO 3166-1
  "Abkhazia",
  "Nagorno-Karabakh",
  "Northern Cyprus",
  "Somaliland",
  "South Ossetia",
  "Transnistria",
];
