/** The languages of the page: English, and Traditional Chinese for the readers of the course report. */
import { keep, readKept } from "./kept.js";

/** BCP 47 tags; the first one is for everybody else. */
export const languages = ["en", "zh-Hant"] as const;

/** A language of the page: one of `languages`. */
export type Language = (typeof languages)[number];

const KEY = "kiln-language";

/** What was chosen before, else the first of the browser's own languages that is one of these. */
export function firstLanguage(): Language {
  const kept = readKept(KEY);
  const chosen = languages.find((one) => one === kept);
  if (chosen !== undefined) return chosen;
  for (const tag of navigator.languages) {
    if (tag.toLowerCase().startsWith("zh")) return "zh-Hant";
    if (tag.toLowerCase().startsWith("en")) return "en";
  }
  return "en";
}

/** Tells the browser and its screen reader which language the page is in. */
export function speak(language: Language): void {
  document.documentElement.lang = language;
}

/** Keeps a visitor's choice. */
export function keepLanguage(language: Language): void {
  keep(KEY, language);
}
