/**
 * What `kilnjs` means to the code of a project: this Kiln, the one that is running, wherever it is installed. A second
 * copy would have classes of its own, and an InputError of one is no InputError of the other.
 */
import { existsSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = fileURLToPath(import.meta.url);

/** `.ts` when the sources themselves run, as in a test; else `.js`. */
const EXTENSION = extname(here);

/** The folder that holds `public/`, compiled or not. */
const base = dirname(dirname(here));

/** True for `kilnjs` and `kilnjs/train`. */
export function isKilnEntry(specifier: string): boolean {
  return specifier === "kilnjs" || specifier.startsWith("kilnjs/");
}

/** The address of a public entry, or null when there is none of that name, or none that runs in Node. */
export function kilnEntry(specifier: string): string | null {
  const name = specifier === "kilnjs" ? "index" : specifier.slice("kilnjs/".length);
  const file = join(base, "public", `${name}${EXTENSION}`);
  return /^[a-z-]+$/.test(name) && existsSync(file) ? pathToFileURL(file).href : null;
}

/** The address of the module that compiled code loads its lazy parts by. */
export const loaderAddress = pathToFileURL(join(base, "config", `load${EXTENSION}`)).href;
