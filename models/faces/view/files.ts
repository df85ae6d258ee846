/** Pictures as files: a face, a sheet, a morph that moves. */

import type { Pixels } from "kilnjs";
import { FailedError } from "kilnjs";
import { imageDataOf } from "kilnjs/page";
import { FACE_SIZE } from "../face-size.js";
import { sheetOf } from "../sheet.js";
import type { Picture } from "./use-pictures.js";

/** Side of a saved face, in pixels: eight times what the model draws, smoothed. */
const FACE_SIDE = 512;
/** Side of the morph: a GIF holds its pictures almost as they are, and grows fast. */
const MORPH_SIDE = 192;
const MORPH_DELAY = 50;
/** The ends of the morph rest. */
const END_DELAY = 700;

/** One face as a PNG file. */
export async function facePng(picture: Picture): Promise<Blob> {
  return toPng(enlarged(picture, FACE_SIDE));
}

/** Faces row by row as a PNG file: the same sheet that the server draws. */
export async function sheetPng(pictures: readonly Picture[]): Promise<Blob> {
  return toPng(drawn(sheetOf(pictures, { columns: Math.ceil(Math.sqrt(pictures.length)), scale: 2 })));
}

/** Frames there and back again as an animated GIF. The encoder is loaded when it is first wanted. */
export async function morphGif(frames: readonly Picture[]): Promise<Blob> {
  const { encode } = await import("modern-gif");
  const round = [...frames, ...frames.slice(1, -1).reverse()];
  const shown = round.map((picture, i) => ({
    data: enlarged(picture, MORPH_SIDE) as unknown as CanvasImageSource,
    delay: i === 0 || i === frames.length - 1 ? END_DELAY : MORPH_DELAY,
  }));
  const bytes = await encode({ width: MORPH_SIDE, height: MORPH_SIDE, frames: shown });
  return new Blob([bytes], { type: "image/gif" });
}

function enlarged(picture: Picture, side: number): OffscreenCanvas {
  const small = drawn({ width: FACE_SIZE, height: FACE_SIZE, data: picture });
  const [canvas, context] = canvasOf(side, side);
  context.imageSmoothingQuality = "high";
  context.drawImage(small, 0, 0, side, side);
  return canvas;
}

function drawn(pixels: Pixels): OffscreenCanvas {
  const [canvas, context] = canvasOf(pixels.width, pixels.height);
  context.putImageData(imageDataOf(pixels), 0, 0);
  return canvas;
}

function canvasOf(width: number, height: number): [OffscreenCanvas, OffscreenCanvasRenderingContext2D] {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (context === null) throw new FailedError("this browser gives no canvas to draw on");
  return [canvas, context];
}

function toPng(canvas: OffscreenCanvas): Promise<Blob> {
  return canvas.convertToBlob({ type: "image/png" });
}
