/** Bytes as text and back, the same in Node and in a browser (both have atob and btoa). */
import { InputError } from "./errors.js";
import type { ElementType, Tensor } from "./tensor.js";
import { fromWire, toWire } from "./wire.js";

/**
 * Base64 of raw bytes (RFC 4648, with padding).
 *
 * @example
 * ```ts
 * toBase64(Uint8Array.of(72, 105)); // "SGk="
 * ```
 */
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  // String.fromCharCode takes its arguments on the stack: a whole picture at once would overflow it.
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}

/**
 * Raw bytes of base64 text.
 *
 * @throws InputError when the text is no base64.
 */
export function fromBase64(text: string, field = "data"): Uint8Array {
  let binary: string;
  try {
    binary = atob(text);
  } catch (cause) {
    throw new InputError("not valid base64", { where: { field }, cause });
  }
  // Not Uint8Array.from with a function: for the picture of a phone that takes ten times as long.
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** A tensor's elements as base64 of their bytes (`core/wire.ts`). */
export function tensorToBase64(tensor: Tensor): string {
  return toBase64(toWire(tensor));
}

/**
 * The reverse of `tensorToBase64`.
 *
 * @throws InputError when the text is no base64 or has another number of bytes than the shape needs.
 */
export function tensorFromBase64(type: ElementType, dims: readonly number[], text: string, field = "data"): Tensor {
  return fromWire(type, dims, fromBase64(text, field), field);
}
