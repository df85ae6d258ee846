/** Pictures are read and written where they can be killed: nothing goes on for a client that has left, or after the end. */
import { setTimeout as delay } from "node:timers/promises";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { InputError, UnavailableError } from "../../core/errors.js";
import { DeadlineError } from "../../serve/executor/deadline-error.js";
import { PictureWorkshop } from "../../serve/pictures/picture-workshop.js";
import type { Problem } from "../../serve/problem/problem.js";
import { withDeadline } from "../../serve/request/deadline.js";
import { alive } from "./support/alive.js";
import { post, startServer } from "./support/running.js";

const pixels = { width: 1, height: 1, data: new Uint8Array(3) };

async function square(side: number): Promise<string> {
  const png = await sharp({ create: { width: side, height: side, channels: 3, background: "#c81" } })
    .png()
    .toBuffer();
  return `data:image/png;base64,${png.toString("base64")}`;
}

describe("over HTTP", () => {
  test("a picture whose client leaves is killed with its process, while it is read and while it is written", async () => {
    const server = await startServer({ pictureProcesses: 1 });
    const requests = [
      ["measure", { image: await square(8) }],
      ["paint", { colour: [1, 2, 3] }],
    ] as const;
    for (const [name, request] of requests) {
      const ask = (signal?: AbortSignal) =>
        fetch(`${server.url}/v1/pair/${name}`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(request),
          ...(signal === undefined ? {} : { signal }),
        });
      expect((await ask()).status).toBe(200);
      const [pid = 0] = server.picturePids;
      // As good as a decoder that never comes to an end.
      process.kill(pid, "SIGSTOP");
      const client = new AbortController();
      const left = ask(client.signal);
      while (server.active === 0) await delay(5);
      await delay(100);
      expect(alive(pid)).toBe(true);
      client.abort();
      await expect(left).rejects.toThrow();
      while (alive(pid)) await delay(5);
    }
    await server.close(1_000);
    expect(server.picturePids).toEqual([]);
  });

  test("a picture that is lost with its process is read again; one that two processes die of is 503", async () => {
    const server = await startServer({ pictureProcesses: 1 });
    const ask = async () => await post(`${server.url}/v1/pair/measure`, { image: await square(8) });
    /** Asks, and kills the process in the middle of it. */
    const lose = async () => {
      await ask();
      const [pid = 0] = server.picturePids;
      process.kill(pid, "SIGSTOP");
      const answer = ask();
      while (server.active === 0) await delay(1);
      await delay(100);
      process.kill(pid, "SIGKILL");
      return { answer, pid };
    };
    expect((await (await lose()).answer).status).toBe(200);
    const { answer, pid } = await lose();
    let [next = pid] = server.picturePids;
    while (next === pid) {
      await delay(1);
      [next = pid] = server.picturePids;
    }
    process.kill(next, "SIGKILL");
    expect((await answer).status).toBe(503);
    expect((await ask()).status).toBe(200);
  });

  test("a request is charged for its pixels and its pictures, those of its answer too", async () => {
    const server = await startServer({ requestPixels: 1_000, requestPictures: 1 });
    const large = await post(`${server.url}/v1/pair/measure`, { image: await square(40) });
    expect((await large.json()) as Problem).toMatchObject({
      status: 400,
      field: "/image",
      detail:
        "The pictures of the request and its answer have more than 0.001 megapixels together. Send fewer, or smaller ones, at once.",
    });
    expect((await post(`${server.url}/v1/pair/measure`, { image: await square(20) })).status).toBe(200);
    expect((await post(`${server.url}/v1/pair/paint`, { colour: [1, 2, 3], size: 40 })).status).toBe(400);
    const numbers = { colour: [1, 2, 3], size: 40 };
    expect((await post(`${server.url}/v1/pair/paint`, numbers, { Accept: "application/json" })).status).toBe(200);
  });
});

describe("the workshop", () => {
  test("what is over its deadline is answered at once, and gives nothing back before its process is dead", async () => {
    const workshop = new PictureWorkshop(1);
    await workshop.do({}, undefined, (process) => process.ask({ kind: "encode", pixels, format: "png" }));
    const [pid = 0] = workshop.pids;
    process.kill(pid, "SIGSTOP");
    let stopped: boolean | undefined;
    const late = withDeadline(
      new AbortController().signal,
      100,
      ({ signal }) => workshop.do({}, signal, (process) => process.ask({ kind: "encode", pixels, format: "png" })),
      () => {
        stopped = alive(pid);
      },
    );
    await expect(late).rejects.toThrow(DeadlineError);
    expect(stopped).toBeUndefined();
    while (stopped === undefined) await delay(5);
    expect(stopped).toBe(false);
    await workshop.close();
  });

  test("takes a picture of each request in turn", async () => {
    const workshop = new PictureWorkshop(1);
    const order: string[] = [];
    const greedy = {};
    const modest = {};
    const note = (name: string) => async () => void order.push(name);
    await Promise.all([
      ...[1, 2, 3, 4].map((i) => workshop.do(greedy, undefined, note(`greedy ${i}`))),
      workshop.do(modest, undefined, note("modest")),
    ]);
    // The first one had begun before it came, and the second one stood in front of it.
    expect(order.indexOf("modest")).toBe(2);
    await workshop.close();
  });

  test("work that waits is taken out of its line at once; after the end there is none", async () => {
    const workshop = new PictureWorkshop(1);
    const hanging = workshop.do({}, undefined, (process) => process.exited.then(() => "ended"));
    const client = new AbortController();
    const waiting = workshop.do({}, client.signal, async () => "never");
    client.abort(new InputError("left"));
    await expect(waiting).rejects.toThrow("left");
    const [pid = 0] = workshop.pids;
    await workshop.close();
    expect(await hanging).toBe("ended");
    expect(alive(pid)).toBe(false);
    await expect(workshop.do({}, undefined, async () => 1)).rejects.toThrow(UnavailableError);
  });
});
