/** Bytes compared with text, as the signatures of file formats are written. */

/** True when `text` (Latin-1, `?` for any byte) stands at `at`. */
export function fits(bytes: Uint8Array, text: string, at: number): boolean {
  if (at < 0 || at + text.length > bytes.length) return false;
  for (let i = 0; i < text.length; i++) {
    const wanted = text[i];
    if (wanted !== "?" && text.charCodeAt(i) !== bytes[at + i]) return false;
  }
  return true;
}

/** Bytes as Latin-1 text, one character a byte. */
export function latin1(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
