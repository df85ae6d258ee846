/**
 * The program of the thread that reads rows of a file. Its reads are synchronous: 64 of them take half a millisecond
 * here, where asking for 64 from the training's own thread takes two of its time, and a slow disk holds up nobody.
 */

import { openSync, readSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { messageOf } from "../../core/errors.js";
import type { RowAnswer, RowFile, RowRequest } from "./row-messages.js";

const { path, rowBytes } = workerData as RowFile;
const file = openSync(path, "r");

function answer({ id, rows }: RowRequest): RowAnswer {
  const bytes = new Uint8Array(rows.length * rowBytes);
  for (const [i, row] of rows.entries()) {
    const got = readSync(file, bytes, i * rowBytes, rowBytes, row * rowBytes);
    if (got !== rowBytes) return { id, missing: row };
  }
  return { id, bytes };
}

parentPort?.on("message", (request: RowRequest) => {
  let given: RowAnswer;
  try {
    given = answer(request);
  } catch (error) {
    given = { id: request.id, error: messageOf(error) };
  }
  parentPort?.postMessage(given, "bytes" in given ? [given.bytes.buffer] : []);
});
