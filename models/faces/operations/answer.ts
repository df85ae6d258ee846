/** Answers of the operations that make pictures: a sheet for those who want a picture, JSON for the others. */

import type { Json, OperationContext, PictureAnswer, Pixels } from "kilnjs";
import { toBase64 } from "kilnjs";
import { z } from "zod";
import { decoderManifest } from "../fitted.js";
import { facesNotice } from "../notice.js";
import { type Layout, sheetOf, single } from "../sheet.js";

/** Fields of every request that is answered with pictures. */
export const pictureFields = {
  layout: z.enum(["grid", "list"]).default("grid").describe("grid: one sheet; list: each picture for itself (in JSON)"),
  scale: z.int().min(1).max(8).default(1).describe("side of the square that each pixel becomes"),
} as const;

/** Fields of every JSON answer with pictures. */
export const pictureResponse = {
  model: z.string(),
  version: z.int(),
  simulated: z.boolean(),
  notice: z.string(),
  latents: z.array(z.array(z.number())).describe("the latent numbers of each picture, in order"),
  image: z.string().optional().describe("the sheet as a data URL (layout grid)"),
  images: z.array(z.string()).optional().describe("the pictures as data URLs (layout list)"),
} as const;

/** What an operation has made. */
export interface Made {
  readonly pictures: readonly Uint8Array[];
  readonly latents: readonly Float32Array[];
  readonly columns: number;
  /** More fields of the JSON answer. */
  readonly more?: Readonly<Record<string, Json>>;
}

/** The answer in both forms. The JSON is only made when it is asked for. */
export function pictureAnswer(
  { layout, scale }: { layout: "grid" | "list"; scale: number },
  { pictures, latents, columns, more = {} }: Made,
  context: OperationContext,
): PictureAnswer {
  const arranged: Layout = { columns: layout === "grid" ? columns : pictures.length, scale };
  const pixels = sheetOf(pictures, arranged);
  return {
    pixels,
    json: async () => ({
      ...whoAnswers(context),
      ...more,
      latents: latents.map((latent) => Array.from(latent)),
      ...(layout === "grid"
        ? { image: await dataUrl(pixels, context) }
        : { images: await Promise.all(pictures.map((picture) => dataUrl(single(picture, scale), context))) }),
    }),
  };
}

/** Who answers, and what it is worth: part of every JSON answer. */
export function whoAnswers(context: OperationContext): {
  model: string;
  version: number;
  simulated: boolean;
  notice: string;
} {
  const { version, training } = decoderManifest(context.manifests);
  const { simulated } = training.data;
  return { model: "faces", version, simulated, notice: facesNotice(simulated) };
}

async function dataUrl(pixels: Pixels, context: OperationContext): Promise<string> {
  return `data:image/png;base64,${toBase64(await context.pictures.encode(pixels, "png"))}`;
}
