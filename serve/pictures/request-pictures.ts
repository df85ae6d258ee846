/** The pictures of one request: read and written in the workshop, counted and charged by their pixels. */
import { InputError } from "../../core/errors.js";
import type { PictureCodec, PictureFormat, Pixels, Square } from "../../core/operation.js";
import { UnusablePicture } from "../../core/pictures/unusable.js";
import type { PictureWorkshop } from "./picture-workshop.js";

/** What one request may ask for. */
export interface PictureLimits {
  /** The most pixels of a picture; looked up in its header, before any is decoded. */
  readonly pixelLimit: number;
  /** The most pixels of all pictures of a request together, those of its answer included. */
  readonly requestPixels: number;
  /** The most pictures of a request, those of its answer included. */
  readonly requestPictures: number;
}

export class RequestPictures implements PictureCodec {
  readonly #workshop: PictureWorkshop;
  readonly #limits: PictureLimits;
  readonly #signal: AbortSignal;
  #pixels = 0;
  #count = 0;

  /** @param signal aborted when nobody waits for the pictures any more: what is being done to them is killed. */
  constructor(workshop: PictureWorkshop, limits: PictureLimits, signal: AbortSignal) {
    this.#workshop = workshop;
    this.#limits = limits;
    this.#signal = signal;
  }

  async decode(bytes: Uint8Array, field: string, square?: Square): Promise<Pixels> {
    this.#countOne(field);
    const { pixelLimit } = this.#limits;
    let charged = false;
    try {
      return await this.#workshop.do(this, this.#signal, async (process) => {
        const { width, height } = await process.ask({ kind: "open", bytes, pixelLimit });
        if (!charged) this.#charge(width * height, field);
        charged = true;
        return await process.ask({ kind: "decode", ...(square === undefined ? {} : { square }) });
      });
    } catch (error) {
      if (!(error instanceof InputError) || error.where.field !== undefined) throw error;
      throw new UnusablePicture(error.reason, { where: { field }, cause: error.cause });
    }
  }

  async encode(pixels: Pixels, format: PictureFormat): Promise<Uint8Array> {
    this.#countOne();
    this.#charge(pixels.width * pixels.height);
    return await this.#workshop.do(this, this.#signal, (process) => process.ask({ kind: "encode", pixels, format }));
  }

  #countOne(field?: string): void {
    this.#count += 1;
    if (this.#count <= this.#limits.requestPictures) return;
    throw tooMuch(`the request and its answer have more than ${this.#limits.requestPictures} pictures`, field);
  }

  #charge(pixels: number, field?: string): void {
    this.#pixels += pixels;
    if (this.#pixels <= this.#limits.requestPixels) return;
    const most = this.#limits.requestPixels / 1e6;
    throw tooMuch(`the pictures of the request and its answer have more than ${most} megapixels together`, field);
  }
}

function tooMuch(reason: string, field: string | undefined): InputError {
  const where = field === undefined ? {} : { field };
  return new InputError(reason, { where, next: "Send fewer, or smaller ones, at once." });
}
