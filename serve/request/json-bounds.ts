/**
 * Bounds on JSON text, checked on its bytes before it is parsed: a few megabytes of brackets cost JSON.parse seconds
 * (measured: 8 MB of "[" two seconds and 240 MB).
 */
import { InputError } from "../../core/errors.js";

/** Nesting that no operation needs. */
const MOST_DEPTH = 64;
/** Values in one request: two thousand series of five hundred days. */
const MOST_VALUES = 1_000_000;
/** Keys of all objects in one request: an object of hundreds of thousands of them takes half a second to make. */
const MOST_KEYS = 50_000;

/** Bytes of a short string. */
const SHORT = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;

/**
 * Checks how deep and how wide JSON text is, without understanding it.
 *
 * @throws InputError when it is nested deeper, or has more commas or colons, than the bounds allow.
 */
export function checkJsonBounds(bytes: Uint8Array): void {
  let depth = 0;
  let values = 1;
  let keys = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (byte === QUOTE) i = endOfString(bytes, i);
    else if (byte === COMMA) values += 1;
    else if (byte === COLON) keys += 1;
    // "[" is 0x5b and "{" is 0x7b; their closing ones are two further.
    else if ((byte | 0x20) === 0x7b) depth += 1;
    else if ((byte | 0x20) === 0x7d) depth -= 1;
    if (depth > MOST_DEPTH) throw new InputError(`the body is nested deeper than ${MOST_DEPTH} levels`);
  }
  if (keys > MOST_KEYS) {
    throw new InputError(`the body holds more than ${MOST_KEYS} keys`, { next: "Send it in several requests." });
  }
  if (values > MOST_VALUES) {
    throw new InputError(`the body holds more than ${MOST_VALUES} values`, { next: "Send it in several requests." });
  }
}

/** The place of the quote that ends the string which begins at `start`. */
function endOfString(bytes: Uint8Array, start: number): number {
  // Most are short and plain; of a long one, the search of the system is faster than ours.
  for (let i = start + 1; i < start + SHORT; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) return i;
    if (byte === BACKSLASH || byte === undefined) break;
  }
  let end = bytes.indexOf(QUOTE, start + 1);
  while (end !== -1) {
    let slashes = 0;
    while (bytes[end - 1 - slashes] === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return end;
    end = bytes.indexOf(QUOTE, end + 1);
  }
  return bytes.length;
}
