/**
 * Messages as frames on a stream of bytes: JSON, and behind it the typed arrays of the message as they lie in memory. A
 * copy at each end is all that an array costs; Node's own IPC channel writes and reads every message by structured clone,
 * which took 54 to 129 µs there and back for a single row (measured).
 *
 * A frame is the length of its text and of its arrays (two uint32, little-endian), the text, and the arrays, each at a
 * multiple of 8 bytes, as are text and arrays, so that what arrives is read in place. Both ends are on one machine.
 */

/** Arrays that a frame carries raw; any other typed array is refused. */
const classes = [Float32Array, Float64Array, Int32Array, Uint8Array] as const;
type Raw = InstanceType<(typeof classes)[number]>;

/** Stands in the text for an array: its class, where its bytes begin, and its elements. */
const MARK = "\u0000array";
/** The two lengths. */
export const HEAD_BYTES = 8;
/** Smaller frames are written in one piece; of larger ones the arrays are not copied. */
const ONE_PIECE = 65_536;

/** The bytes of a message, in pieces to be written one after the other. */
export function encodeFrame(message: unknown): Uint8Array[] {
  const arrays: Raw[] = [];
  const layout = { bytes: 0 };
  const text = Buffer.from(JSON.stringify(detach(message, arrays, layout)));
  const textBytes = padded(text.length);
  const size = HEAD_BYTES + textBytes + layout.bytes;
  const whole = size <= ONE_PIECE;
  const first = Buffer.allocUnsafe(whole ? size : HEAD_BYTES + textBytes);
  first.writeUInt32LE(textBytes, 0);
  first.writeUInt32LE(layout.bytes, 4);
  text.copy(first, HEAD_BYTES);
  // JSON ends where blanks begin.
  first.fill(0x20, HEAD_BYTES + text.length, HEAD_BYTES + textBytes);
  const pieces: Uint8Array[] = [first];
  let place = HEAD_BYTES + textBytes;
  for (const array of arrays) {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    if (whole) first.set(bytes, place);
    else pieces.push(bytes, new Uint8Array(padded(bytes.length) - bytes.length));
    place += padded(bytes.length);
  }
  return pieces.filter(({ length }) => length > 0);
}

/** How many bytes follow a head. */
export function bodyBytes(head: Uint8Array): number {
  const view = new DataView(head.buffer, head.byteOffset, HEAD_BYTES);
  return view.getUint32(0, true) + view.getUint32(4, true);
}

/**
 * The message of a frame.
 *
 * @param body what follows the head, at the start of a buffer of its own: the message's arrays share its memory.
 */
export function decodeFrame(head: Uint8Array, body: Uint8Array): unknown {
  const textBytes = new DataView(head.buffer, head.byteOffset, HEAD_BYTES).getUint32(0, true);
  const text = Buffer.from(body.buffer, body.byteOffset, textBytes).toString();
  return attach(JSON.parse(text), body.buffer, body.byteOffset + textBytes);
}

/** Joins the chunks of a stream to messages. */
export class FrameReader {
  readonly #head = new Uint8Array(HEAD_BYTES);
  #headFilled = 0;
  #body: Uint8Array | undefined;
  #bodyFilled = 0;

  /** @param hear is called for each message that is whole with this chunk. */
  push(chunk: Uint8Array, hear: (message: unknown) => void): void {
    let from = 0;
    while (from < chunk.length) {
      if (this.#body === undefined) {
        const part = chunk.subarray(from, from + HEAD_BYTES - this.#headFilled);
        this.#head.set(part, this.#headFilled);
        this.#headFilled += part.length;
        from += part.length;
        if (this.#headFilled < HEAD_BYTES) return;
        this.#body = new Uint8Array(bodyBytes(this.#head));
        this.#bodyFilled = 0;
      }
      const part = chunk.subarray(from, from + this.#body.length - this.#bodyFilled);
      this.#body.set(part, this.#bodyFilled);
      this.#bodyFilled += part.length;
      from += part.length;
      if (this.#bodyFilled < this.#body.length) return;
      const body = this.#body;
      this.#body = undefined;
      this.#headFilled = 0;
      hear(decodeFrame(this.#head, body));
    }
  }
}

function padded(bytes: number): number {
  return (bytes + 7) & ~7;
}

function detach(value: unknown, arrays: Raw[], layout: { bytes: number }): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (ArrayBuffer.isView(value)) {
    const kind = classes.findIndex((one) => value instanceof one);
    if (kind === -1) throw new TypeError(`a frame cannot carry a ${value.constructor.name}`);
    const array = value as Raw;
    arrays.push(array);
    const place = layout.bytes;
    layout.bytes += padded(array.byteLength);
    return { [MARK]: [kind, place, array.length] };
  }
  if (Array.isArray(value)) {
    // Lists of numbers are the rule, and need no look at each.
    return value.some((item) => typeof item === "object") ? value.map((item) => detach(item, arrays, layout)) : value;
  }
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) copy[key] = detach((value as Record<string, unknown>)[key], arrays, layout);
  return copy;
}

function attach(value: unknown, buffer: ArrayBufferLike, start: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      if (typeof value[i] === "object") value[i] = attach(value[i], buffer, start);
    }
    return value;
  }
  const fields = value as Record<string, unknown>;
  const mark = fields[MARK];
  if (mark !== undefined) {
    const [kind, place, length] = mark as [number, number, number];
    const array = classes[kind];
    if (array === undefined) throw new TypeError(`a frame names array class ${kind}`);
    return new array(buffer as ArrayBuffer, start + place, length);
  }
  for (const key of Object.keys(fields)) {
    const field = fields[key];
    if (typeof field === "object") fields[key] = attach(field, buffer, start);
  }
  return fields;
}
