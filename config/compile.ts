/** Makes sure that a source and all that is loaded with it are compiled as they are now. */
import { existsSync, readFileSync } from "node:fs";
import { UsageError } from "../core/errors.js";
import { compiledPath, type Header, hashOf, type Place, readHeader } from "./cache.js";
import { shown } from "./fault.js";
import { transform } from "./transform.js";

/** What this process has seen: a source is looked at once, and what runs stays as it was. */
const seen = new Map<string, Header>();

/**
 * Compiles what has changed among a source and its imports. esbuild is started only when something has.
 *
 * @returns the path of the compiled file.
 * @throws UsageError naming file and line when something does not compile.
 */
export async function compile(place: Place, source: string): Promise<string> {
  refuseMissing(source);
  const visited = new Set<string>();
  for (let wave = [source]; wave.length > 0; ) {
    for (const file of wave) visited.add(file);
    const known = wave.map((file) => seen.get(file) ?? current(place, file));
    const stale = wave.filter((_, index) => known[index] === null);
    const headers = known.filter((header) => header !== null);
    if (stale.length > 0) headers.push(...(await transform(place, stale)));
    for (const header of headers) seen.set(header.source, header);
    wave = [...new Set(headers.flatMap(({ imports }) => imports))].filter((file) => !visited.has(file));
  }
  return compiledPath(place, source);
}

/**
 * Paths and hashes of everything that a source is made of. It must have been compiled.
 *
 * @param lazyOf of which files what they may load later belongs to it.
 */
export async function sourcesOf(
  place: Place,
  source: string,
  lazyOf: (file: string) => boolean,
): Promise<Map<string, string>> {
  await compile(place, source);
  const found = new Map<string, string>();
  for (const queue = [source]; queue.length > 0; ) {
    const file = queue.pop();
    const header = file === undefined ? undefined : seen.get(file);
    if (header === undefined || found.has(header.source)) continue;
    found.set(header.source, header.sha256);
    for (const [path, hash] of Object.entries(header.inlined)) found.set(path, hash);
    queue.push(...header.imports);
    if (!lazyOf(header.source)) continue;
    for (const later of header.lazy) {
      await compile(place, later);
      queue.push(later);
    }
  }
  return found;
}

function refuseMissing(source: string): void {
  for (const { missing } of seen.values()) {
    const from = missing[source];
    if (from !== undefined) throw new UsageError(`there is no file ${shown(source)}`, { where: { file: from } });
  }
}

/** What was compiled, when it still holds. */
function current(place: Place, source: string): Header | null {
  const header = readHeader(compiledPath(place, source));
  if (header === null || header.stamp !== place.stamp || header.source !== source) return null;
  if (Object.keys(header.missing).length > 0) return null;
  if (!existsSync(source) || hashOf(readFileSync(source, "utf8")) !== header.sha256) return null;
  if (![...header.imports, ...header.lazy, ...header.packages].every((path) => existsSync(path))) return null;
  const put = Object.entries(header.inlined);
  return put.every(([path, hash]) => existsSync(path) && hashOf(readFileSync(path)) === hash) ? header : null;
}
