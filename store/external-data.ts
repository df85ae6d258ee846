/**
 * Weights that an ONNX file keeps in other files ("external data"). onnxruntime looks for them below the working directory
 * when it is given bytes, so that what is loaded depends on where a program was started; and no checksum of a manifest
 * covers them. So they are looked for, and such a model is refused.
 *
 * Reads protobuf's wire format (https://protobuf.dev/programming-guides/encoding/) by the field numbers of onnx.proto3;
 * weights are skipped over, so that a large model costs no more than a small one.
 */

/** Fields that hold messages in which a tensor may lie, by the name of the message; a tensor's own is `tensor`. */
const inside = {
  model: { 7: "graph", 20: "training", 25: "function" },
  training: { 1: "graph", 2: "graph" },
  function: { 7: "node" },
  graph: { 1: "node", 5: "tensor", 15: "sparse" },
  node: { 5: "attribute" },
  attribute: { 5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse" },
  sparse: { 1: "tensor", 2: "tensor" },
  tensor: { 13: "external" },
  external: {},
} as const satisfies Record<string, Readonly<Record<number, string>>>;

type Message = keyof typeof inside;

/** What a tensor's external data says: `location`, and where in that file. */
const LOCATION = "location";

/**
 * Where a model keeps weights outside of its own file.
 *
 * @param model an ONNX file; one that is none has no such place: loading it will say what is wrong.
 * @returns the first such place, as the file has it, or undefined.
 */
export function externalDataOf(model: Uint8Array): string | undefined {
  return search(model, "model");
}

function search(bytes: Uint8Array, message: Message): string | undefined {
  if (message === "external") return locationIn(bytes);
  const fields: Readonly<Record<number, Message>> = inside[message];
  for (const [field, value] of lengthDelimited(bytes)) {
    const inner = fields[field];
    const found = inner === undefined ? undefined : search(value, inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

function locationIn(entry: Uint8Array): string | undefined {
  const [key, value] = [1, 2].map((wanted) => {
    for (const [field, text] of lengthDelimited(entry)) if (field === wanted) return new TextDecoder().decode(text);
    return "";
  });
  return key === LOCATION ? value : undefined;
}

/** The fields of a message that have a length: strings, bytes and messages. Ends where the bytes make no sense. */
function* lengthDelimited(bytes: Uint8Array): Generator<readonly [field: number, value: Uint8Array]> {
  let place = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = bytes[place++];
      if (byte === undefined) return Number.NaN;
      // Not <<: lengths may have more than 32 bits.
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    return Number.NaN;
  };
  while (place < bytes.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    const wire = tag % 8;
    if (wire === 0) varint();
    else if (wire === 1) place += 8;
    else if (wire === 5) place += 4;
    else if (wire === 2) {
      const length = varint();
      if (!(length <= bytes.length - place)) return;
      yield [field, bytes.subarray(place, place + length)];
      place += length;
    } else return;
  }
}
