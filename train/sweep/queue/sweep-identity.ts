/** Which sweep is which: on a Redis and in a store of artefacts that several sweeps share. */
import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import { FailedError } from "../../../core/errors.js";
import { parseJsonAs } from "../../../core/json.js";
import type { Blobs } from "../artefacts/blobs.js";
import { type Plan, planSchema } from "../plan.js";

/** A sweep that machines share. */
export interface SharedSweep {
  /** Its folder among the artefacts: the same plan has the same. */
  readonly folder: string;
  /** Its queue. Also the same plan with other artefacts has another: its runs are other files. */
  readonly queue: string;
}

const fileSchema = z.object({
  formatVersion: z.literal(1),
  token: z.string().regex(/^[0-9a-f]{8}$/),
  plan: planSchema,
});

const QUEUE = /^kiln-([\w.+-]+)-([0-9a-f]{8})$/;

/** Finds the sweep among the artefacts, or begins it there. */
export async function shareSweep(blobs: Blobs, plan: Plan): Promise<SharedSweep> {
  const folder = `${plan.model}-${createHash("sha256").update(JSON.stringify(plan)).digest("hex").slice(0, 12)}`;
  const file = { formatVersion: 1, token: randomUUID().slice(0, 8), plan };
  await blobs.putNew(keyOf(folder), new TextEncoder().encode(`${JSON.stringify(file, null, 2)}\n`));
  // Read back: another coordinator may have been first.
  const token = await tokenOf(blobs, folder);
  if (token === null) throw new FailedError("what was just written is not there", { where: { file: blobs.place } });
  return { folder, queue: `kiln-${folder}-${token}` };
}

/** The sweep of a queue, or null when the queue is not of Kiln or its sweep keeps its artefacts elsewhere. */
export async function sweepOfQueue(blobs: Blobs, queue: string): Promise<SharedSweep | null> {
  const [, folder, token] = QUEUE.exec(queue) ?? [];
  if (folder === undefined || folder.startsWith(".")) return null;
  return (await tokenOf(blobs, folder)) === token ? { folder, queue } : null;
}

async function tokenOf(blobs: Blobs, folder: string): Promise<string | null> {
  const bytes = await blobs.get(keyOf(folder));
  if (bytes === null) return null;
  return parseJsonAs(fileSchema, new TextDecoder().decode(bytes), "shared sweep", keyOf(folder)).token;
}

function keyOf(folder: string): string {
  return `${folder}/sweep.json`;
}
