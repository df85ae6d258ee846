/** From an address to the first face on the screen: with nothing kept, and with what the visit before has kept. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FailedError } from "../../../core/errors.js";
import { startVisitor } from "./chromium.js";
import { firstPictureOf } from "./marks.js";
import { notesOf, settled, visitFaces } from "./visit.js";

/** Milliseconds from the start of the navigation to the frame with the first face. */
export interface FirstPicture {
  readonly cold: number;
  readonly warm: number;
}

/** One visitor: a browser with an empty profile, and the same profile in a browser that was started again. */
export async function measureFirstPicture(url: string, backend: string): Promise<FirstPicture> {
  const folder = await mkdtemp(join(tmpdir(), "kiln-visitor-"));
  try {
    return { cold: await once(folder, url, backend), warm: await once(folder, url, backend) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function once(folder: string, url: string, backend: string): Promise<number> {
  const visitor = await startVisitor(folder);
  try {
    const page = await visitFaces(visitor, url, backend);
    const found = firstPictureOf((await notesOf(page)).marks);
    if (found === undefined) throw new FailedError("the page drew no face");
    await settled(page);
    return found;
  } finally {
    await visitor.close();
  }
}
