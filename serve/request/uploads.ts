/**
 * Request bodies on their way. They take no place among the operations in progress, so they have bounds of their own: how
 * many there may be, and how slow one may be. When there are too many, the slowest one makes room.
 */
import { BusyError } from "../executor/busy-error.js";
import { RequestError } from "../problem/request-error.js";

/** What bounds bodies that are still coming. */
export interface UploadLimits {
  /** Bodies on their way at a time. */
  readonly maxUploads: number;
  /** Bytes a second that a body must bring over each `uploadGrace`. */
  readonly uploadRate: number;
  /** ms over which the rate is taken: a shorter pause costs nothing. */
  readonly uploadGrace: number;
}

/** A body that came at once is not slow; in ms. */
const YOUNG = 1_000;

/** One body on its way. */
export class Upload {
  readonly #give: (upload: Upload) => void;
  readonly begun = performance.now();
  /** Bytes so far. */
  size = 0;
  /** Where the rate is taken from. */
  mark = { time: this.begun, size: 0 };
  /** Called when the body is given up. */
  stop: (error: Error) => void = () => undefined;

  constructor(give: (upload: Upload) => void) {
    this.#give = give;
  }

  /** The body is whole, or nobody waits for it any more. */
  end(): void {
    this.#give(this);
  }
}

export class Uploads {
  readonly #limits: UploadLimits;
  readonly #all = new Set<Upload>();
  #watch: NodeJS.Timeout | undefined;

  constructor(limits: UploadLimits) {
    this.#limits = limits;
  }

  /** Bodies on their way. */
  get size(): number {
    return this.#all.size;
  }

  /** @throws BusyError when there are too many, and none of them is slow. */
  begin(): Upload {
    if (this.#all.size >= this.#limits.maxUploads) this.#makeRoom();
    const upload = new Upload((one) => this.#end(one));
    this.#all.add(upload);
    this.#watch ??= setInterval(() => this.#look(), this.#limits.uploadGrace / 2).unref();
    return upload;
  }

  #end(upload: Upload): void {
    this.#all.delete(upload);
    if (this.#all.size > 0) return;
    clearInterval(this.#watch);
    this.#watch = undefined;
  }

  #makeRoom(): void {
    const now = performance.now();
    const rate = ({ size, begun }: Upload) => size / (now - begun);
    let slowest: Upload | undefined;
    for (const one of this.#all) {
      if (now - one.begun > YOUNG && (slowest === undefined || rate(one) < rate(slowest))) slowest = one;
    }
    if (slowest === undefined) throw new BusyError(`${this.#all.size} request bodies are on their way already`, 1);
    slowest.stop(tooSlow("others waited for the place of this body, the slowest one"));
    this.#end(slowest);
  }

  #look(): void {
    const now = performance.now();
    const { uploadRate, uploadGrace } = this.#limits;
    for (const one of this.#all) {
      const elapsed = now - one.mark.time;
      if (elapsed < uploadGrace) continue;
      if ((one.size - one.mark.size) * 1000 < uploadRate * elapsed) {
        one.stop(tooSlow(`the body came slower than ${uploadRate} bytes a second`));
        this.#end(one);
      } else one.mark = { time: now, size: one.size };
    }
  }
}

function tooSlow(reason: string): RequestError {
  return new RequestError(408, reason, { next: "Send it again over a faster connection." }, { Connection: "close" });
}
