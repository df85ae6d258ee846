/** What the server asks of a process that reads and writes pictures. A picture is opened first: its header says its price. */
import type { PictureFormat, Pixels, Square } from "../../core/operation.js";
import type { PictureHeader } from "../../pictures/decode-picture.js";

/** What such a process is asked; one question at a time. */
export interface PictureCalls {
  /** Reads the header of a picture and keeps the bytes. */
  open: { readonly given: { readonly bytes: Uint8Array; readonly pixelLimit: number }; readonly answer: PictureHeader };
  /** Decodes the picture that was opened last: all of it, or the square that is wanted. */
  decode: { readonly given: { readonly square?: Square }; readonly answer: Pixels };
  encode: {
    readonly given: { readonly pixels: Pixels; readonly format: PictureFormat };
    readonly answer: Uint8Array;
  };
}
