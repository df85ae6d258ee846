/** Writes drawn faces as a folder of PNG files with their factors, for people and for other programs. */
import { mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Reporter } from "kilnjs";
import { InterruptedError, NotFoundError, UsageError } from "kilnjs";
import { readJson, TEMPORARY, writeAtomically, writeJson } from "kilnjs/train";
import sharp from "sharp";
import { z } from "zod";
import { FACE_SIZE } from "../../face-size.js";
import { DRAWING_VERSION } from "../draw/face.js";
import { drawFactors, FACTORS, faceAt } from "../draw/factors.js";
import { renderStrip, STRIP } from "../draw/render.js";
import { drawnName } from "./drawn.js";
import { FACTORS_FILE, formatFactors } from "./factors-file.js";

/** Says what the folder holds: written first, so that another seed is never mixed in. */
const DESCRIPTION = "faces.json";

const descriptionSchema = z.object({ drawing: z.int(), seed: z.int(), size: z.int() });

/** What to write. */
export interface WriteOptions {
  readonly count: number;
  readonly seed: number;
  readonly out: string;
  /** Pixels a side; 64, the model's size, when left out. */
  readonly size?: number;
  readonly reporter: Reporter;
  readonly signal?: AbortSignal;
}

/**
 * Writes `count` PNG files `face-000000.png`, …, then `factors.csv` with a line for each, and `faces.json`. Files that are
 * there from a stopped attempt are kept.
 *
 * @returns the paths written: count + 2.
 * @throws UsageError when the folder holds faces of another seed or size; InterruptedError when the signal is aborted.
 */
export async function writeDrawnFaces(options: WriteOptions): Promise<string[]> {
  const { count, seed, out, size = FACE_SIZE, reporter, signal } = options;
  await mkdir(out, { recursive: true });
  claim(out, { drawing: DRAWING_VERSION, seed, size });
  const there = new Set((await readdir(out)).filter((name) => !name.startsWith(TEMPORARY)));
  const names = Array.from({ length: count }, (_, index) => drawnName(index));
  const values = drawFactors(seed, Math.ceil(count / STRIP) * STRIP);
  for (let first = 0; first < count; first += STRIP) {
    if (signal?.aborted) throw new InterruptedError(`stopped after ${first} of ${count} faces; run it again to go on`);
    const missing = names.slice(first, first + STRIP).filter((name) => !there.has(name));
    if (missing.length > 0) await writeStrip(out, values, first, new Set(missing), size);
    reporter.progress({ label: "writing faces", done: Math.min(count, first + STRIP), total: count, unit: "faces" });
  }
  writeAtomically(join(out, FACTORS_FILE), [formatFactors(names, values.subarray(0, count * FACTORS.length))]);
  return [...names, FACTORS_FILE, DESCRIPTION].map((name) => join(out, name));
}

async function writeStrip(
  out: string,
  values: Uint8Array,
  first: number,
  wanted: ReadonlySet<string>,
  size: number,
): Promise<void> {
  const faces = Array.from({ length: STRIP }, (_, i) => faceAt(values, first + i));
  const pixels = await renderStrip(faces, size);
  const bytes = size * size * 3;
  await Promise.all(
    faces.map(async (_, i) => {
      const name = drawnName(first + i);
      if (!wanted.has(name)) return;
      const raw = { width: size, height: size, channels: 3 } as const;
      const png = await sharp(pixels.subarray(i * bytes, (i + 1) * bytes), { raw })
        .png()
        .toBuffer();
      // Renamed when whole; not forced to the disk one by one, which would take minutes for thousands of files.
      await writeFile(join(out, `${TEMPORARY}${name}`), png);
      await rename(join(out, `${TEMPORARY}${name}`), join(out, name));
    }),
  );
}

/** Refuses a folder that holds faces of another kind; marks a new one. */
function claim(out: string, description: z.infer<typeof descriptionSchema>): void {
  const path = join(out, DESCRIPTION);
  let found: z.infer<typeof descriptionSchema>;
  try {
    found = readJson(path, descriptionSchema, "description of drawn faces");
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    writeJson(path, description);
    return;
  }
  if (JSON.stringify(found) === JSON.stringify(description)) return;
  throw new UsageError(`holds faces of seed ${found.seed} at ${found.size} pixels (drawing ${found.drawing})`, {
    where: { file: out },
    next: "Choose another folder, or empty this one.",
  });
}
