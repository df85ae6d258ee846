/**
 * The one look of all pictures: roles for what is drawn in ink, light and dark; colours for data. Chosen to be told apart
 * with any kind of colour vision and in grey print: series differ in dashes as well, classes in lightness.
 */

/** `auto` follows the reader's screen in a page and is light everywhere else: in print, in PNG. */
export type Theme = "light" | "dark" | "auto";

/** What a stroke or a text is for, and so which colour it has: used as class `k-<role>`. */
const roles = {
  paper: { light: "#ffffff", dark: "#14181e" },
  panel: { light: "#f3f5f8", dark: "#1c222b" },
  ink: { light: "#1a2029", dark: "#e8ebf0" },
  muted: { light: "#566070", dark: "#a4afbd" },
  axis: { light: "#8b95a3", dark: "#66717f" },
  grid: { light: "#e2e6ec", dark: "#2a323d" },
  nothing: { light: "#eceef1", dark: "#262c35" },
  hatch: { light: "#aab2bd", dark: "#56606d" },
  stamp: { light: "#8a3b00", dark: "#ffb25e" },
  "stamp-paper": { light: "#fff1dc", dark: "#3a2408" },
  // Okabe and Ito's colours (2008), a little darker on white and lighter on black for thin lines.
  "series-0": { light: "#0066a8", dark: "#4db1ee" },
  "series-1": { light: "#cc5200", dark: "#ff8d4d" },
  "series-2": { light: "#008463", dark: "#35cba0" },
  "series-3": { light: "#a8457f", dark: "#ec9fca" },
  "series-4": { light: "#9a6a00", dark: "#f2b738" },
  "series-5": { light: "#3f7f9f", dark: "#8fd0f5" },
  "series-6": { light: "#4a4a4a", dark: "#c9c9c9" },
} as const;

export type Role = keyof typeof roles;

/** How many series have a colour of their own; more begin again with other dashes. */
export const SERIES_COLOURS = 7;

/** Dashes of lines, so that they can be told apart without colour. */
const dashes = [undefined, "7 3", "2 2.5", "9 3 2 3", "4 2", "12 3", "1 3"] as const;

/** The dashes of a series by its place; undefined is a whole line. */
export function dashOf(index: number): string | undefined {
  return dashes[index % dashes.length];
}

/** The role of a series by its place. */
export function seriesRole(index: number): Role {
  return `series-${index % SERIES_COLOURS}` as Role;
}

/** Fonts: the bundled one where a PNG is made, the reader's own in a page. */
export const FONTS = "'Source Sans 3', system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif";

/**
 * Style rules of a picture. They are bound to the picture's own class, so that two of them in one page with different
 * themes do not meet; a page may override a colour by setting `--kiln-<role>`.
 */
export function styleRules(theme: Theme): string {
  const scope = `.kiln-${theme}`;
  const ink = (tone: "light" | "dark"): string =>
    Object.entries(roles)
      .map(([role, tones]) => {
        const colour = theme === "auto" ? `var(--kiln-${role},${tones[tone]})` : tones[tone];
        return `${scope} .k-${role}{fill:${colour}}${scope} .k-${role}-line{stroke:${colour};fill:none}`;
      })
      .join("");
  // Whatever font a page falls back to is set at the size at which its letters are as high as ours: widths then fit.
  const base = `${scope} text{font-family:${FONTS};font-size-adjust:0.486;font-variant-numeric:tabular-nums}`;
  if (theme !== "auto") return base + ink(theme);
  return `${base}${ink("light")}@media (prefers-color-scheme:dark){${ink("dark")}}`;
}
