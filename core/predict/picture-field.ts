/** Pictures at a graph's border: from base64 text to the tensor that its kind describes, and back. */
import { z } from "zod";
import { fromBase64, toBase64 } from "../bytes.js";
import type { InputSpec, OutputSpec, PictureKind, TensorSpec } from "../contract.js";
import { InputError } from "../errors.js";
import type { Json } from "../json.js";
import type { OperationContext, Pixels } from "../operation.js";
import { frame } from "../pictures/frame.js";
import { greyOf } from "../pictures/grey.js";
import { type Tensor, tensorOf } from "../tensor.js";
import type { AnswerField } from "./answer-fields.js";
import type { InputField } from "./input-fields.js";

/** Characters of the longest picture: a server's own limit on bodies is lower. */
const LONGEST = 64_000_000;

/** How a picture lies in a row: a square of `side` pixels, with one channel (grey) or three (RGB). */
interface Layout {
  readonly side: number;
  readonly channels: 1 | 3;
  /** Index of an element of a row. */
  at(pixel: number, channel: number): number;
}

/** The field of an input that is a picture; undefined where it is none, or none that a picture file can fill. */
export function pictureField(spec: InputSpec): InputField | undefined {
  const { kind, name } = spec;
  const layout = kind.kind === "picture" ? layoutOf(spec, kind) : undefined;
  if (kind.kind !== "picture" || layout === undefined) return undefined;
  return {
    name,
    isPicture: true,
    schema: z
      .string()
      .min(1)
      .max(LONGEST)
      .meta({
        contentMediaType: "image/*",
        description: `${spec.description}: a data URL or base64; in a form, a file`,
      }),
    async tensor(value, rows, { pictures }) {
      const bytes = bytesOf(String(value), `/${name}`);
      const pixels = await pictures.decode(bytes, `/${name}`, { fit: "crop", size: layout.side });
      const row = levels(frame(pixels, "crop", layout.side), layout, kind);
      const dims = spec.dimensions.slice(1).map(({ size }) => size ?? layout.side);
      const all = Array.from({ length: rows }, () => row).flat();
      return tensorOf(spec.type, [rows, ...dims], all, `/${name}`);
    },
  };
}

/** The answer of an output that is a picture: a data URL of a PNG; undefined where it is none. */
export function pictureAnswer(spec: OutputSpec): AnswerField | undefined {
  const { kind, name } = spec;
  const layout = kind === undefined ? undefined : layoutOf(spec, kind);
  if (kind === undefined || layout === undefined) return undefined;
  return {
    name,
    schema: z.string().describe(`${spec.description}: a PNG as a data URL`),
    answer: async (tensor: Tensor, { pictures }: OperationContext): Promise<Json> =>
      `data:image/png;base64,${toBase64(await pictures.encode(pixelsOf(tensor, layout, kind), "png"))}`,
  };
}

function layoutOf({ dimensions }: TensorSpec, { layout }: PictureKind): Layout | undefined {
  const sizes = dimensions.slice(1).map(({ size }) => size);
  const [channels, rows, columns] =
    layout === "channels-rows-columns" ? sizes : ([sizes[2], sizes[0], sizes[1]] as typeof sizes);
  if (sizes.length !== 3 || rows === undefined || rows === null || rows !== columns) return undefined;
  if (channels !== 1 && channels !== 3) return undefined;
  const side = rows;
  const at =
    layout === "channels-rows-columns"
      ? (pixel: number, channel: number) => channel * side * side + pixel
      : (pixel: number, channel: number) => pixel * channels + channel;
  return { side, channels, at };
}

/** Bytes of RGB as the graph's numbers. */
function levels(bytes: Uint8Array, { side, channels, at }: Layout, { black, white }: PictureKind): number[] {
  const row = new Array<number>(side * side * channels).fill(0);
  for (let pixel = 0; pixel < side * side; pixel++) {
    const [red = 0, green = 0, blue = 0] = bytes.subarray(pixel * 3, pixel * 3 + 3);
    const values = channels === 3 ? [red, green, blue] : [greyOf(red, green, blue)];
    for (const [channel, value] of values.entries()) row[at(pixel, channel)] = black + ((white - black) * value) / 255;
  }
  return row;
}

function pixelsOf({ data }: Tensor, { side, channels, at }: Layout, { black, white }: PictureKind): Pixels {
  const bytes = new Uint8Array(side * side * 3);
  for (let i = 0; i < bytes.length; i++) {
    const value = data[at(Math.floor(i / 3), channels === 3 ? i % 3 : 0)] ?? black;
    bytes[i] = Math.min(255, Math.max(0, Math.round((255 * (value - black)) / (white - black))));
  }
  return { width: side, height: side, data: bytes };
}

function bytesOf(text: string, field: string): Uint8Array {
  const comma = text.startsWith("data:") ? text.indexOf(",") : -1;
  if (text.startsWith("data:") && !text.slice(0, Math.max(0, comma)).endsWith(";base64")) {
    throw new InputError("a data URL must be base64: data:image/png;base64,…", { where: { field } });
  }
  return fromBase64(text.slice(comma + 1), field);
}
