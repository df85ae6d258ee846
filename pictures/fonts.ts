/**
 * The font of pictures. On Linux the renderer finds fonts through fontconfig, and a fresh container has none: every letter
 * then becomes an empty box, without an error. So Kiln brings a font and tells fontconfig where it lies; the machine's own
 * fonts stay known, for scripts that ours lacks. The same picture then has the same pixels on every Linux machine.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Weights of the font that pictures use: plain and semi-bold. */
const files = ["400Regular/SourceSans3_400Regular.ttf", "600SemiBold/SourceSans3_600SemiBold.ttf"] as const;

let ready = false;

/**
 * Makes the bundled font known to this process, before the first text is drawn in it: fontconfig reads its settings once.
 * Does nothing where FONTCONFIG_FILE names a file already, or where the system draws text by other means than fontconfig.
 */
export function useBundledFonts(): void {
  if (ready) return;
  ready = true;
  if (process.platform !== "linux") return;
  // One that names no file is a parent process's, which has ended and taken its folder with it.
  const given = process.env.FONTCONFIG_FILE;
  if (given !== undefined && existsSync(given)) return;
  const folder = mkdtempSync(join(tmpdir(), "kiln-fonts-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const settings = join(folder, "fonts.conf");
  writeFileSync(settings, fontSettings(fontFolders(), folder));
  process.env.FONTCONFIG_FILE = settings;
}

/** Folders that hold the bundled font's files. */
function fontFolders(): string[] {
  const require = createRequire(import.meta.url);
  return files.map((file) => dirname(require.resolve(`#dist/vendor/@expo-google-fonts/source-sans-3/${file}`)));
}

function fontSettings(folders: readonly string[], cache: string): string {
  const places = folders.map((folder) => `<dir>${xmlText(folder)}</dir>`).join("\n  ");
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  ${places}
  <cachedir>${xmlText(cache)}</cachedir>
  <alias binding="weak"><family>sans-serif</family><prefer><family>Source Sans 3</family></prefer></alias>
</fontconfig>
`;
}

function xmlText(path: string): string {
  return path.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
