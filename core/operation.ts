/**
 * Operations: what a model can be asked, in its own words. An operation turns raw data into feeds and outputs into an
 * answer, and is pure but for `context`. The server mounts each as `POST /v1/<model>/<operation>` and describes it in
 * OpenAPI from its schemas, `kiln predict` calls it, and the page runs the same code: a new model brings operations and
 * needs no edit anywhere else.
 */
import type { z } from "zod";
import { UsageError } from "./errors.js";
import type { Json } from "./json.js";
import type { Manifest } from "./manifest.js";
import type { Tensors } from "./tensor.js";

/** Pixels of one picture: RGB, 8 bits a channel, row-major, `data.length` = width * height * 3. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** The square that a model sees of a picture: cut to its middle or padded with white, `size` pixels wide. See `frame`. */
export interface Square {
  readonly fit: "crop" | "pad";
  readonly size: number;
}

/** Encoded pictures in, pixels out, and back. The server and the command line use sharp, a page uses a canvas. */
export interface PictureCodec {
  /**
   * @param square what the caller is going to frame of it. A codec may give that square in place of the whole picture:
   * the server's codec works in another process, and a photo's pixels are a thousand times those of its square.
   * @throws InputError when the bytes are no picture, or one over the pixel limit (checked from the header).
   */
  decode(bytes: Uint8Array, field: string, square?: Square): Promise<Pixels>;
  encode(pixels: Pixels, format: PictureFormat): Promise<Uint8Array>;
}

/** Formats that an answer can have. */
export type PictureFormat = "png" | "webp";

/** What an operation may use. */
export interface OperationContext {
  /** The active version's manifests by graph name. */
  readonly manifests: Readonly<Record<string, Manifest>>;
  readonly pictures: PictureCodec;
  readonly signal?: AbortSignal | undefined;
  /** Runs a graph of the bundle. */
  infer(graph: string, feeds: Tensors): Promise<Tensors>;
}

/** An answer: JSON, and beside it one picture when the client asked for one and the operation can draw it. */
export interface OperationAnswer {
  readonly json: Json;
}

/** An answer that is a picture (say, a sheet of samples): the client chooses by `Accept` which of the two it gets. */
export interface PictureAnswer {
  readonly pixels: Pixels;
  /** The same as JSON: made only when it is asked for, since a sheet as base64 is large. */
  json(): Promise<Json>;
}

/** One operation. `Request` is what `request` parses to. */
export interface Operation<Schema extends z.ZodType = z.ZodType> {
  readonly summary: string;
  readonly description: string;
  readonly request: Schema;
  /** Schema of the JSON answer. */
  readonly response: z.ZodType;
  /** A request that works, for the documentation and for `--help`. */
  readonly example: Json;
  /** The same, cut to what these manifests' version needs: for a line that somebody copies into a terminal. */
  exampleFor?(manifests: Readonly<Record<string, Manifest>>): Json;
  /** True when the answer can be a picture. */
  readonly picture?: boolean;
  run(request: z.output<Schema>, context: OperationContext): Promise<OperationAnswer | PictureAnswer>;
}

/** The operations of one `processing` name. */
export type Operations = Readonly<Record<string, Operation>>;

/**
 * Keeps the request's type while an operation is written; the registry holds them untyped.
 *
 * @example
 * ```ts
 * export const price = operation({
 *   summary: "What a parcel costs",
 *   description: "The price in euros, from weight and zone.",
 *   request: z.object({ weight: z.number().positive(), zone: z.int() }),
 *   response: z.object({ euros: z.number() }),
 *   example: { weight: 2.5, zone: 3 },
 *   async run({ weight, zone }, context) {
 *     const feeds = { parcel: makeTensor("float32", [1, 2], Float32Array.of(weight, zone)) };
 *     const { euros } = await context.infer("parcel", feeds);
 *     return { json: { euros: euros?.data[0] ?? null } };
 *   },
 * });
 * ```
 */
export function operation<Schema extends z.ZodType>(definition: Operation<Schema>): Operation {
  return definition as unknown as Operation;
}

/** True when an answer is a picture. */
export function isPictureAnswer(answer: OperationAnswer | PictureAnswer): answer is PictureAnswer {
  return "pixels" in answer;
}

/** A codec for callers that have no pictures: it refuses with a plain word. */
export const noPictures: PictureCodec = {
  decode: async () => {
    throw new UsageError("this caller cannot decode pictures");
  },
  encode: async () => {
    throw new UsageError("this caller cannot encode pictures");
  },
};
