/** Latent vectors to pictures, as they change. */

import { makeTensor, messageOf } from "kilnjs";
import type { OpenModel } from "kilnjs/page";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { toPictures } from "../sheet.js";

/** Pictures of one question: few enough that a slider need not wait long for its own, which comes after them. */
const ROWS = 16;

/** RGB bytes [64, 64, 3] a picture. */
export type Picture = Uint8Array;

/**
 * Pictures of latent vectors, in parts; what has been drawn before stays until a later picture takes its place.
 *
 * @param rows of a part. A part is drawn while the next one is computed, and both want the processor: whoever waits for the
 * last picture has it sooner from one part.
 */
export function usePictures(
  model: OpenModel | null,
  lane: string,
  latents: readonly Float32Array[],
  onFault: (reason: string) => void,
  rows = ROWS,
): readonly (Picture | undefined)[] {
  const [pictures, setPictures] = useState<readonly (Picture | undefined)[]>([]);
  const round = useRef(0);
  const shown = useRef(new Map<number, number>());
  // Before the frame, not after it: a slider must be seen to move the face.
  useLayoutEffect(() => {
    if (model === null || latents.length === 0) return;
    round.current += 1;
    const mine = round.current;
    for (let from = 0; from < latents.length; from += rows) {
      const part = latents.slice(from, from + rows);
      // Never cancelled by a later change: of what a moving slider asks for, whatever is ready is shown.
      decode(model, part, `${lane}/${from}`).then(
        (drawn) => {
          // An answer that comes after a later one's is old news.
          if (mine < (shown.current.get(from) ?? 0)) return;
          shown.current.set(from, mine);
          setPictures((before) => {
            const next = before.slice(0, latents.length);
            for (const [i, picture] of drawn.entries()) next[from + i] = picture;
            return next;
          });
        },
        (error: unknown) => {
          // Overtaken by a later one, or closed: whoever did that shows what comes instead.
          if (error instanceof DOMException && error.name === "AbortError") return;
          onFault(messageOf(error));
        },
      );
    }
  }, [model, lane, latents, onFault, rows]);
  return pictures;
}

async function decode(model: OpenModel, latents: readonly Float32Array[], lane: string): Promise<Picture[]> {
  const size = latents[0]?.length ?? 0;
  const data = new Float32Array(latents.length * size);
  for (const [row, latent] of latents.entries()) data.set(latent, row * size);
  const feeds = { latent: makeTensor("float32", [latents.length, size], data) };
  const { image } = await model.infer("faces_decoder", feeds, { lane });
  return image === undefined ? [] : toPictures(image.data);
}
