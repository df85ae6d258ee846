/** Pictures are read and written where they can be killed: nothing goes on for a client that has left, or after the end. */
import { setTimeout as delay } from "node:timers/promises";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { InputError, UnavailableError } from "../../core/errors.js";
import { PictureWorkshop } from "../../serve/pictures/picture-workshop.js";
import type { Problem } from "../../serve/problem/problem.js";
import { alive } from "./support/alive.js";
import { post, startServer } from "./support/running.js";

async function square(side: number): Promise<string> {
  const png = await sharp({ create: { width: side, height: side, channels: 3, background: "#c81" } })
    .png()
    .toBuffer();
  return `data:image/png;base64,${png.toString("base64")}`;
}

describe("over HTTP", () => {
  test("work that is abandoned keeps its place until its process is dead, and then gives it back", async () => {
    const server = await startServer({ pictureProcesses: 1, maxRequests: 1, requestDeadline: 1_000 });
    const measure = async (signal?: AbortSignal) =>
      await fetch(`${server.url}/v1/pair/measure`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ image: await square(8) }),
        ...(signal === undefined ? {} : { signal }),
      });
    expect((await measure()).status).toBe(200);
    const [first = 0] = server.picturePids;
    // As good as a decoder that never comes to an end.
    process.kill(first, "SIGSTOP");
    const client = new AbortController();
    const left = measure(client.signal);
    while (server.active === 0) await delay(5);
    await delay(50);
    client.abort();
    await expect(left).rejects.toThrow();
    expect((await measure()).status).toBe(503);
    while (alive(first)) await delay(5);
    // The same when the time is over: the client hears so at once.
    let answer = await measure();
    while (answer.status === 503) answer = await measure();
    expect(answer.status).toBe(200);
    const [second = 0] = server.picturePids;
    expect(second).not.toBe(first);
    process.kill(second, "SIGSTOP");
    expect((await measure()).status).toBe(504);
    while (alive(second)) await delay(5);
    // And writing the answer is work like any other.
    const paint = () => post(`${server.url}/v1/pair/paint`, { colour: [1, 2, 3] });
    let painted = await paint();
    while (painted.status === 503) painted = await paint();
    expect(painted.headers.get("Content-Type")).toBe("image/png");
    const [third = 0] = server.picturePids;
    process.kill(third, "SIGSTOP");
    expect((await paint()).status).toBe(504);
    await server.close(1_000);
    expect([first, second, third].map(alive)).toEqual([false, false, false]);
  });

  test("a picture that is lost with its process is read again; one that two processes die of is 503", async () => {
    const server = await startServer({ pictureProcesses: 1 });
    const ask = async () => await post(`${server.url}/v1/pair/measure`, { image: await square(8) });
    await ask();
    const kill = async () => {
      let [pid] = server.picturePids;
      while (pid === undefined) {
        await delay(1);
        [pid] = server.picturePids;
      }
      process.kill(pid, "SIGSTOP");
      await delay(50);
      process.kill(pid, "SIGKILL");
      while (alive(pid)) await delay(1);
    };
    const once = kill();
    const answer = ask();
    await once;
    expect((await answer).status).toBe(200);
    const twice = kill().then(kill);
    const refused = await ask();
    await twice;
    expect(refused.status).toBe(503);
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
    expect(order.indexOf("modest")).toBeLessThan(2);
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
