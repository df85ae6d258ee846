/**
 * The process that reads and writes pictures. It is a process of its own because nothing else ends the native work of a
 * decoder: libvips goes on in its threads when the thread of JavaScript that called it is terminated, and a process that
 * exits waits for them. So this one never exits by itself: it is killed, or kills itself when the server is gone.
 */
import { answerCalls } from "../../core/channel/answer.js";
import { served } from "../../core/pictures/formats.js";
import { framed } from "../../core/pictures/frame.js";
import { decodePicture, type PictureHeader, readHeader } from "../../pictures/decode-picture.js";
import { encodePicture } from "../../pictures/encode-picture.js";
import { ignoreInspectorSignal } from "../../system/inspector-signal.js";
import { parentProcessPort } from "../../system/ports.js";
import type { PictureCalls } from "./messages.js";

// A terminal sends Ctrl-C to the whole process group, and answers in progress must still be given.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => undefined);
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
ignoreInspectorSignal();

const { default: sharp } = await import("sharp");
// As many pictures at a time as there are processes, and nothing is asked twice.
sharp.concurrency(1);
sharp.cache(false);

let opened: { readonly bytes: Uint8Array; readonly header: PictureHeader; readonly pixelLimit: number } | undefined;

answerCalls<PictureCalls>(
  parentProcessPort(),
  {
    open: async ({ bytes, pixelLimit }) => {
      opened = undefined;
      const header = await readHeader(bytes, { pixels: pixelLimit, kinds: served });
      opened = { bytes, header, pixelLimit };
      return header;
    },
    decode: async ({ square }) => {
      if (opened === undefined) throw new Error("no picture has been opened");
      const { bytes, header, pixelLimit } = opened;
      opened = undefined;
      return framed(await decodePicture(bytes, header, { pixels: pixelLimit, kinds: served }), square);
    },
    encode: ({ pixels, format }) => encodePicture(pixels, format),
  },
  { inOrder: true },
);
