/**
 * The embedded faces as a picture set. They are drawn straight into the cache: no picture file is needed for training.
 * The cache of a seed only ever grows, face after face, so that a killed drawing goes on where it stopped, and a smaller
 * set is the beginning of a larger one.
 */
import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Reporter } from "kilnjs";
import { InterruptedError } from "kilnjs";
import { lockCache, PixelStore } from "kilnjs/data";
import sharp from "sharp";
import { FACE_SIZE } from "../../face-size.js";
import { DRAWING_VERSION } from "../draw/face.js";
import { drawFactors, FACTORS, faceAt } from "../draw/factors.js";
import { renderStrip, STRIP } from "../draw/render.js";
import { groupEqual, groupsOfSeveral } from "./groups.js";
import type { PictureSet } from "./picture-set.js";

/** Strips in work at once: sharp draws on the four threads of libuv's pool. */
const PARALLEL = 6;

/** What to draw. */
export interface DrawnOptions {
  readonly count: number;
  readonly seed: number;
  readonly cache: string;
  readonly reporter: Reporter;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens `count` drawn faces; draws those that the cache lacks.
 *
 * @throws InterruptedError when the signal is aborted; what was drawn until then is kept.
 */
export async function openDrawn(options: DrawnOptions): Promise<PictureSet> {
  const { count, seed, cache, reporter, signal } = options;
  // Anti-aliasing belongs to librsvg: its version is part of the name, so that an update draws anew.
  const name = `drawn-${DRAWING_VERSION}-seed${seed}-rsvg${sharp.versions.rsvg ?? sharp.versions.vips}`;
  const place = join(cache, "faces", name);
  await mkdir(place, { recursive: true });
  const pixels = join(place, "pixels.u8");
  const whole = Math.ceil(count / STRIP) * STRIP;
  const values = drawFactors(seed, whole);
  const lock = await lockCache(place, reporter, signal);
  let made: number;
  try {
    made = await drawMissing(pixels, values, whole, options);
  } finally {
    lock.release();
  }
  return await drawnSet(pixels, values.slice(0, count * FACTORS.length), made, options);
}

async function drawMissing(
  pixels: string,
  values: Uint8Array,
  whole: number,
  { reporter, signal }: DrawnOptions,
): Promise<number> {
  const store = await PixelStore.open(pixels, FACE_SIZE, "write");
  try {
    const first = Math.floor((await store.rows()) / STRIP) * STRIP;
    const inWork: Promise<Uint8Array>[] = [];
    let asked = first;
    for (let row = first; row < whole; row += STRIP) {
      while (inWork.length < PARALLEL && asked < whole) {
        const strip = renderStrip(facesFrom(values, asked), FACE_SIZE);
        strip.catch(() => undefined); // awaited in its turn, below
        inWork.push(strip);
        asked += STRIP;
      }
      // Written in order: the length of the file says how many faces are whole.
      await store.write(row, await (inWork.shift() as Promise<Uint8Array>));
      if (row % 64 === 0) reporter.progress({ label: "drawing faces", done: row, total: whole, unit: "faces" });
      if (signal?.aborted) throw new InterruptedError(`stopped after drawing ${row + STRIP} of ${whole} faces`);
    }
    return Math.max(0, whole - first);
  } finally {
    await store.close();
  }
}

function facesFrom(values: Uint8Array, first: number) {
  return Array.from({ length: STRIP }, (_, i) => faceAt(values, first + i));
}

async function drawnSet(
  pixels: string,
  factors: Uint8Array,
  made: number,
  { count, seed }: DrawnOptions,
): Promise<PictureSet> {
  const width = FACTORS.length;
  const groups = groupEqual(count, (index) => factors.subarray(index * width, (index + 1) * width).join());
  const store = await PixelStore.open(pixels, FACE_SIZE, "read");
  return {
    count,
    size: FACE_SIZE,
    hash: createHash("sha256").update(`drawing ${DRAWING_VERSION}\n`).update(factors).digest("hex"),
    report: {
      source: `embedded faces, seed ${seed}`,
      loaded: count,
      skipped: [],
      hidden: 0,
      duplicates: groupsOfSeveral(groups).map((members) => members.map(drawnName)),
      near: [],
      made,
    },
    drawn: true,
    groups,
    factors,
    name: drawnName,
    read: async (indices, into) => {
      const missing = indices.find((index) => index >= count);
      if (missing !== undefined) throw new RangeError(`there is no picture ${missing}`);
      await store.read(indices, into);
    },
    close: () => store.close(),
  };
}

/** The file name of a drawn face. */
export function drawnName(index: number): string {
  return `face-${String(index).padStart(6, "0")}.png`;
}
