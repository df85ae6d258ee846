/** Pixels on the screen. Its place is there before they are, so that nothing moves when they come. */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Pixels } from "../../core/operation.js";
import { imageDataOf } from "./image-data.js";

interface PixelCanvasProps {
  readonly width: number;
  readonly height: number;
  /** RGB bytes [height, width, 3], or null while there are none. */
  readonly data: Pixels["data"] | null;
  /** What it shows; without a word it is decoration. */
  readonly label?: string | undefined;
  readonly class?: string;
}

/** RGB pixels on a canvas, which has its size before they are there. */
export function PixelCanvas({ width, height, data, label, class: name }: PixelCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (data === null) return;
    canvas.current?.getContext("2d")?.putImageData(imageDataOf({ width, height, data }), 0, 0);
  }, [data, width, height]);
  const named = label === undefined ? { "aria-hidden": true } : { role: "img" as const, "aria-label": label };
  return <canvas ref={canvas} width={width} height={height} class={name} data-drawn={data !== null} {...named} />;
}
