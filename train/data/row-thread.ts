/**
 * The program of the thread that reads rows of a file. Its reads are synchronous: 64 of them take half a millisecond
 * here, where asking for 64 from the training's own thread takes two of its time, and a slow disk holds up nobody.
 */
import { openSync, readSync } from "node:fs";
import { workerData } from "node:worker_threads";
import { answerCalls, buffersOf } from "../../core/channel/answer.js";
import { FailedError, messageOf } from "../../core/errors.js";
import { parentThreadPort } from "../../system/ports.js";
import type { RowCalls, RowFile } from "./row-calls.js";

const { path, rowBytes, together = 1 } = workerData as RowFile;
const file = openSync(path, "r");

function read(rows: Uint32Array): Uint8Array {
  const length = rowBytes * together;
  const bytes = new Uint8Array(rows.length * length);
  for (const [i, row] of rows.entries()) {
    if (readRows(bytes, i * length, row * rowBytes, length) === length) continue;
    throw new FailedError(`the cache of rows has no row ${row + together - 1}`, {
      where: { file: path },
      next: "Something cut the file short. Delete its folder; it will be made again.",
    });
  }
  return bytes;
}

function readRows(bytes: Uint8Array, to: number, from: number, length: number): number {
  try {
    return readSync(file, bytes, to, length, from);
  } catch (cause) {
    throw new FailedError(`the cache of rows cannot be read: ${messageOf(cause)}`, { where: { file: path }, cause });
  }
}

answerCalls<RowCalls>(parentThreadPort(), { read: ({ rows }) => read(rows) }, { transfer: buffersOf });
