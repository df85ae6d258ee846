/** Published files: by address from the network, by SHA-256 from Cache Storage, and never without the right SHA-256. */
import { FailedError, UnavailableError, VerificationError } from "../../../core/errors.js";

const CACHE = "kiln-models";

/** What is told while bytes arrive. */
export interface Arriving {
  readonly bytes: number;
  readonly cached: boolean;
}

/**
 * The bytes of a file.
 *
 * @param url where it is published.
 * @param sha256 of its bytes, in hexadecimal.
 * @throws VerificationError when the bytes that came are others; UnavailableError when nothing came.
 */
export async function fetchVerified(
  url: string,
  sha256: string,
  onBytes: (arriving: Arriving) => void = () => undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  requireSecure();
  const cache = await caches.open(CACHE);
  // An address of its own, below the page's: what it was fetched from may have other bytes tomorrow.
  const key = new URL(`sha256/${sha256}`, url).href;
  const kept = await cache.match(key);
  if (kept !== undefined) {
    const bytes = new Uint8Array(await kept.arrayBuffer());
    if ((await digest(bytes)) === sha256) {
      onBytes({ bytes: bytes.byteLength, cached: true });
      return bytes;
    }
    // Damaged on the disk: it is fetched again.
    await cache.delete(key);
  }
  const bytes = await download(url, (count) => onBytes({ bytes: count, cached: false }));
  const got = await digest(bytes);
  if (got !== sha256) {
    throw new VerificationError(`the file that came is not the one that was published (SHA-256 ${got.slice(0, 12)}…)`, {
      where: { file: url },
      next: "It was damaged or changed on its way, and is not used. Load the page again.",
    });
  }
  await keep(cache, key, bytes);
  return bytes;
}

async function download(url: string, onBytes: (count: number) => void): Promise<Uint8Array<ArrayBuffer>> {
  let response: Response;
  try {
    response = await fetch(url, { cache: "no-store" });
  } catch (cause) {
    throw unavailable(url, "the network cannot be reached", cause);
  }
  if (!response.ok || response.body === null) throw unavailable(url, `the server answered ${response.status}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = response.body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      size += part.value.byteLength;
      onBytes(part.value.byteLength);
    }
  } catch (cause) {
    throw unavailable(url, "the connection broke", cause);
  }
  const bytes = new Uint8Array(size);
  let place = 0;
  for (const part of parts) {
    bytes.set(part, place);
    place += part.byteLength;
  }
  return bytes;
}

function unavailable(url: string, reason: string, cause?: unknown): UnavailableError {
  return new UnavailableError(reason, {
    where: { file: url },
    next: "Try again when the network is back; what was loaded before works without it.",
    cause,
  });
}

/** A full disk is no reason to refuse what has arrived: it is only fetched again the next time. */
async function keep(cache: Cache, key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  try {
    await cache.put(key, new Response(bytes, { headers: { "Content-Length": String(bytes.byteLength) } }));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    console.warn(`Kiln: this file could not be kept for the next visit: ${error.message}`);
  }
}

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Browsers give checksums and storage to pages of https and of this machine alone. */
function requireSecure(): void {
  if (globalThis.isSecureContext) return;
  throw new FailedError("this page was opened by an address that the browser does not trust", {
    next: "Open it by https, or as http://localhost: without that, files cannot be checked before they are used.",
  });
}
