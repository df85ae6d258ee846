/** Uploads of large pictures whose clients leave: nothing of them goes on, and others are answered meanwhile. */
import { createConnection } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import sharp from "sharp";
import type { ServerProcess } from "./server-process.js";

/** How it went. */
export interface Abandoned {
  /** The slowest answer of `/healthz` and of an operation meanwhile, in ms. */
  readonly slowest: { readonly health: number; readonly operation: number };
  /** Processes that read pictures when the last client had left for a second. */
  readonly left: number;
  /** From SIGTERM to the end, in ms. */
  readonly stopping: number;
  readonly exit: number | string;
  /** The server's own memory at its highest, in bytes. */
  readonly resident: number;
}

/** Side of what is enlarged to the picture: its detail, and so its bytes. */
const SIDE = 8;

/** A progressive JPEG that is small to send and long to decode. */
export async function heavyPicture(width: number, height: number): Promise<string> {
  const tile = Buffer.alloc(SIDE * SIDE * 3, 0);
  for (let i = 0; i < tile.length; i++) tile[i] = (i * 7919) % 251;
  const small = await sharp(tile, { raw: { width: SIDE, height: SIDE, channels: 3 } })
    .png()
    .toBuffer();
  const jpeg = await sharp(small)
    .resize(width, height, { kernel: "cubic" })
    .jpeg({ progressive: true, quality: 20 })
    .toBuffer();
  return `data:image/jpeg;base64,${jpeg.toString("base64")}`;
}

/**
 * Sends the same upload again and again and leaves each time.
 *
 * @param patience how long a client stays, in ms.
 */
export async function abandonPictures(
  server: ServerProcess,
  body: string,
  { times, patience }: { times: number; patience: number },
): Promise<Abandoned> {
  const slowest = { health: 0, operation: 0 };
  let resident = 0;
  let watching = true;
  const watch = async (name: keyof typeof slowest, ask: () => Promise<unknown>) => {
    while (watching) {
      const begun = performance.now();
      await ask();
      slowest[name] = Math.max(slowest[name], performance.now() - begun);
      await delay(20);
    }
  };
  const row = { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"rows":[[1,2,3]]}' };
  const watchers = [
    watch("health", async () => (await fetch(`${server.url}/healthz`)).text()),
    watch("operation", async () => (await fetch(`${server.url}/v1/pair/double`, row)).text()),
  ];
  const clients = Array.from({ length: times }, async () => {
    const { hostname, port } = new URL(server.url);
    const socket = createConnection({ host: hostname, port: Number(port) });
    socket.on("error", () => undefined);
    socket.write(
      `POST /v1/pair/measure HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`,
    );
    socket.write(body);
    await delay(patience);
    socket.destroy();
  });
  await Promise.all(clients);
  ({ rss: resident } = await server.memory());
  await delay(1_000);
  const pids = (await server.memory()).pictures;
  watching = false;
  await Promise.all(watchers);
  const busy = pids.length;
  const begun = performance.now();
  const exit = await server.stop();
  return { slowest, left: busy, stopping: performance.now() - begun, exit, resident };
}
