/** The published model `faces`, asked as the server asks it: the same operations, the same requests, the same answers. */

import type { Json, JsonObject, Manifest } from "kilnjs";
import { isPictureAnswer, type PictureCodec, parseAs } from "kilnjs";
import type { Session } from "kilnjs/cli";
import { openPublished } from "kilnjs/store";
import { z } from "zod";
import { decoderManifest } from "../../fitted.js";
import { facesNotice } from "../../notice.js";
import { pictureResponse } from "../../operations/answer.js";

/** Fields of every answer that is asked for here: each picture for itself, as a data URL of a PNG. */
export const listFields = { ...pictureResponse, images: z.array(z.string()) };

/** A published version at work. */
export interface Faces {
  readonly manifests: Readonly<Record<string, Manifest>>;
  readonly pictures: PictureCodec;
  /** Who answers: the beginning of what a command writes as JSON. */
  readonly who: {
    readonly model: "faces";
    readonly version: number;
    readonly simulated: boolean;
    readonly notice: string;
  };
  /**
   * Asks an operation for a list of pictures.
   *
   * @param schema what of the answer is wanted; see `listFields`.
   * @throws InputError naming the field of the request that is wrong.
   */
  ask<Schema extends z.ZodType>(
    operation: string,
    request: JsonObject,
    schema: Schema,
  ): Promise<{ readonly json: Json; readonly answer: z.infer<Schema> }>;
}

/**
 * Opens a published version of `faces`, works with it, and gives its memory back.
 *
 * @throws NotFoundError saying how to publish one when there is none.
 */
export async function withFaces<Value>(
  session: Session,
  { repository, version }: { readonly repository?: string; readonly version?: number },
  work: (faces: Faces) => Promise<Value>,
): Promise<Value> {
  const model = await openPublished("faces", {
    repository: await session.repository(repository),
    models: await session.registry(),
    version,
  });
  const { version: opened, training } = decoderManifest(model.manifests);
  const { simulated } = training.data;
  try {
    return await work({
      manifests: model.manifests,
      pictures: model.pictures,
      who: { model: "faces", version: opened, simulated, notice: facesNotice(simulated) },
      async ask(operation, request, schema) {
        const answer = await model.ask(operation, { ...request, layout: "list" });
        const json = isPictureAnswer(answer) ? await answer.json() : answer.json;
        return { json, answer: parseAs(schema, json, `answer of ${operation}`) };
      },
    });
  } finally {
    await model.release();
  }
}

/** What stands at the foot of every sheet, and the stamp where nothing real was learnt from. */
export function signature({ who }: Faces): { readonly notes: readonly string[]; readonly stamp?: string } {
  const notes = [who.notice, `Model: ${who.model}, version ${who.version}`];
  return { notes, ...(who.simulated ? { stamp: "Simulated" } : {}) };
}
