/**
 * What the directories of a TIFF say (TIFF 6.0, 1992; Adobe's DNG specification): whether it holds a camera's raw data,
 * and whether all of its data are there. BigTIFF is not looked into.
 */

const PHOTOMETRIC = 262;
const STRIP_OFFSETS = 273;
const STRIP_BYTES = 279;
const TILE_OFFSETS = 324;
const TILE_BYTES = 325;
const SUB_DIRECTORIES = 330;
const DNG_VERSION = 50_706;
/** Kinds of picture data that only a raw converter can show: a colour filter array, and what is linear but not finished. */
const RAW_DATA = [32_803, 34_892];

/** Directories that are looked at: a file that has more of them is damaged, or no picture. */
const MOST_DIRECTORIES = 64;
/** Values of an entry that are read. */
const MOST_VALUES = 65_536;

/** Bytes of a value by its type's number, and of the types that are read: bytes, shorts, longs and offsets. */
const WIDTHS: readonly number[] = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
const READ = new Set([1, 3, 4, 13]);

/** Stands for values that are not in the file. */
const BEHIND = Number.POSITIVE_INFINITY;

type Directory = ReadonlyMap<number, readonly number[]>;

/** True for DNG, NEF, ARW and their like: what another program sees of them is a small preview. */
export function isRawTiff(bytes: Uint8Array): boolean {
  return directoriesOf(bytes).some(
    (directory) =>
      directory.has(DNG_VERSION) || RAW_DATA.some((kind) => directory.get(PHOTOMETRIC)?.includes(kind) === true),
  );
}

/** True when the first directory, or what it names, lies behind the end of the file. */
export function isCutOffTiff(bytes: Uint8Array): boolean {
  const [first] = directoriesOf(bytes);
  if (first === undefined || [...first.values()].some((values) => values.includes(BEHIND))) return true;
  return [
    [STRIP_OFFSETS, STRIP_BYTES],
    [TILE_OFFSETS, TILE_BYTES],
  ].some(([offsets = 0, lengths = 0]) =>
    (first.get(offsets) ?? []).some((offset, i) => offset + (first.get(lengths)?.[i] ?? 0) > bytes.length),
  );
}

/** All directories that can be read: the chain of the file's own, and those below them. */
function directoriesOf(bytes: Uint8Array): Directory[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) return [];
  const little = bytes[0] === 0x49;
  if (view.getUint16(2, little) !== 42) return [];
  const places = [view.getUint32(4, little)];
  const found: Directory[] = [];
  const seen = new Set<number>();
  for (let place = places.shift(); place !== undefined && found.length < MOST_DIRECTORIES; place = places.shift()) {
    if (place < 8 || place + 2 > bytes.length || seen.has(place)) continue;
    seen.add(place);
    const count = view.getUint16(place, little);
    const end = place + 2 + count * 12;
    if (end > bytes.length) continue;
    const directory = new Map<number, readonly number[]>();
    for (let at = place + 2; at < end; at += 12) {
      directory.set(view.getUint16(at, little), valuesOf(view, at, little));
    }
    found.push(directory);
    places.push(...(directory.get(SUB_DIRECTORIES) ?? []));
    if (end + 4 <= bytes.length) places.push(view.getUint32(end, little));
  }
  return found;
}

/** The values of an entry; `BEHIND` alone when they lie behind the end of the file. */
function valuesOf(view: DataView, entry: number, little: boolean): number[] {
  const type = view.getUint16(entry + 2, little);
  const width = WIDTHS[type] ?? 0;
  const count = view.getUint32(entry + 4, little);
  const from = count * width <= 4 ? entry + 8 : view.getUint32(entry + 8, little);
  if (from + count * width > view.byteLength) return [BEHIND];
  if (!READ.has(type)) return [];
  return Array.from({ length: Math.min(count, MOST_VALUES) }, (_, i) => {
    const at = from + i * width;
    if (width === 1) return view.getUint8(at);
    return width === 2 ? view.getUint16(at, little) : view.getUint32(at, little);
  });
}
