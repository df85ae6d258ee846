/** Light or dark: as the system has it, or as the visitor says. */
import { keep, readKept } from "./kept.js";

/** `auto` follows the system. */
export const themes = ["auto", "light", "dark"] as const;

/** What a visitor may choose: one of `themes`. */
export type Theme = (typeof themes)[number];

const KEY = "kiln-theme";

/** What was chosen before. */
export function firstTheme(): Theme {
  const kept = readKept(KEY);
  return themes.find((one) => one === kept) ?? "auto";
}

/** Shows a theme: the style sheets look at `data-theme`. */
export function showTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}

/** Keeps a visitor's choice. */
export function keepTheme(theme: Theme): void {
  keep(KEY, theme);
}

/** Pictures that are drawn for one theme (`charts/theme.ts`) need to know which one is on the screen. */
export function shownTheme(theme: Theme): "light" | "dark" {
  if (theme !== "auto") return theme;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
