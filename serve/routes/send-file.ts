/** A file that has been opened, as an answer. */
import type { FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import type { Context, Env } from "hono";

/** Sends an open file and closes it; for HEAD its size alone. */
export async function sendFile<Any extends Env>(
  c: Context<Any>,
  file: FileHandle,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const { size } = await file.stat();
  const whole = { ...headers, "Content-Length": String(size) };
  if (c.req.method === "HEAD" || size === 0) {
    await file.close();
    return c.body(null, 200, whole);
  }
  // As many bytes as were promised, also of a file that grows; the stream closes the file.
  return c.body(Readable.toWeb(file.createReadStream({ start: 0, end: size - 1 })) as ReadableStream, 200, whole);
}
