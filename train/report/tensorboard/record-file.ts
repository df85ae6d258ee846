/** TFRecord: length, its checksum, the bytes, their checksum. */
import { maskedCrc32c } from "./crc32c.js";

/** One record, framed as TensorFlow's `RecordWriter` does it. */
export function frame(bytes: Uint8Array): Uint8Array {
  const record = new Uint8Array(8 + 4 + bytes.byteLength + 4);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(bytes.byteLength), true);
  view.setUint32(8, maskedCrc32c(record.subarray(0, 8)), true);
  record.set(bytes, 12);
  view.setUint32(12 + bytes.byteLength, maskedCrc32c(bytes), true);
  return record;
}
