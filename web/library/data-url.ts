/** Pictures as a request carries them: `data:` addresses. */

/** Copies a request; a Blob, a File or a canvas anywhere in it becomes a `data:` address. */
export async function withPictures(value: unknown): Promise<unknown> {
  if (value instanceof Blob) return dataUrl(value);
  if (typeof HTMLCanvasElement !== "undefined" && value instanceof HTMLCanvasElement)
    return dataUrl(await blobOf(value));
  if (typeof OffscreenCanvas !== "undefined" && value instanceof OffscreenCanvas) {
    return dataUrl(await value.convertToBlob({ type: "image/png" }));
  }
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>);
  if (Array.isArray(value)) return Promise.all(value.map(withPictures));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(async ([key, inner]) => [key, await withPictures(inner)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function blobOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new RangeError("the canvas is empty")) : resolve(blob)),
      "image/png",
    );
  });
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error("the picture cannot be read"));
    reader.readAsDataURL(blob);
  });
}
