/**
 * A log that cannot be written must not end what is logged: a full disk, a reader that has gone away, or one that does not
 * read. Lines that are lost are counted, and the count is said in front of the next line that gets through.
 */
import { fstatSync, writeSync } from "node:fs";
import { messageOf } from "../core/errors.js";

/** Where text goes. */
export interface TextSink {
  write(text: string): unknown;
}

/** A stream of Node's, as much of it as is used. */
interface NodeStream extends TextSink {
  readonly fd?: number;
  readonly writable?: boolean;
  readonly writableLength?: number;
  readonly isTTY?: boolean | undefined;
  on(event: "error", listener: (error: Error) => void): unknown;
}

/** Bytes that may wait for a reader; what comes then is lost. */
const MOST_WAITING = 1024 * 1024;

const sinks = new WeakMap<object, TextSink>();

/** A sink over a stream; one that is no stream of Node's stays as it is. The same stream gives the same sink. */
export function steadySink(stream: TextSink): TextSink {
  if (!isNodeStream(stream)) return stream;
  const known = sinks.get(stream);
  if (known !== undefined) return known;
  let failure = "";
  stream.on("error", (error) => {
    failure = messageOf(error);
  });
  const fd = fileOf(stream);
  const sink = counting(
    fd === undefined
      ? (text) => {
          if (stream.writable === false) throw new Error(failure || "nobody reads it any more");
          if ((stream.writableLength ?? 0) > MOST_WAITING) throw new Error("its reader does not keep up");
          stream.write(text);
        }
      : fileWriter(fd),
  );
  sinks.set(stream, sink);
  return sink;
}

function counting(put: (text: string) => void): TextSink {
  let lost = 0;
  let reason = "";
  return {
    write(text) {
      try {
        if (lost > 0) put(`${JSON.stringify({ event: "log lost", lines: lost, reason })}\n`);
        lost = 0;
        put(text);
      } catch (error) {
        lost += 1;
        reason = messageOf(error);
      }
    },
  };
}

/** Node destroys the stream of a file at its first error, but the file itself may take bytes again. */
function fileOf({ fd, isTTY }: NodeStream): number | undefined {
  if (fd === undefined || isTTY === true) return undefined;
  const info = fstatSync(fd);
  return info.isFile() || info.isCharacterDevice() ? fd : undefined;
}

function fileWriter(fd: number): (text: string) => void {
  /** A part of a line has been written: what comes next begins on a line of its own. */
  let torn = false;
  return (text) => {
    const bytes = Buffer.from(torn ? `\n${text}` : text);
    let done = 0;
    try {
      while (done < bytes.length) done += writeSync(fd, bytes, done);
      torn = false;
    } catch (error) {
      torn ||= done > 0;
      throw error;
    }
  };
}

function isNodeStream(stream: TextSink): stream is NodeStream {
  return "on" in stream && typeof stream.on === "function";
}
