/** A face of 64 by 64 pixels. Its place is there before it is, so that nothing moves when it comes. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { FACE_SIZE } from "../../models/faces/frame.js";

/** @param props.pixels RGB bytes [64, 64, 3], or null while there are none; without a label it is decoration. */
export function FaceCanvas({ pixels, label }: { readonly pixels: Uint8Array | null; readonly label?: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (pixels === null) return;
    const rgba = new Uint8ClampedArray(FACE_SIZE * FACE_SIZE * 4).fill(255);
    for (let i = 0; i < FACE_SIZE * FACE_SIZE; i++) rgba.set(pixels.subarray(i * 3, i * 3 + 3), i * 4);
    canvas.current?.getContext("2d")?.putImageData(new ImageData(rgba, FACE_SIZE, FACE_SIZE), 0, 0);
  }, [pixels]);
  const named = label === undefined ? { "aria-hidden": true } : { role: "img" as const, "aria-label": label };
  return <canvas ref={canvas} width={FACE_SIZE} height={FACE_SIZE} {...named} />;
}
