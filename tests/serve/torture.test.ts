/** In short what `npm run torture` does at length: see tools/torture/. */
import { describe, expect, onTestFinished, test } from "vitest";
import { abandonPictures, heavyPicture } from "../../tools/torture/abandoned-pictures.js";
import { growthOf } from "../../tools/torture/growth.js";
import { sendMutated } from "../../tools/torture/mutated-requests.js";
import { type ServerSettings, startServer } from "../../tools/torture/server-process.js";
import { MOST_PER_REQUEST, soak } from "../../tools/torture/soak.js";
import { alive } from "./support/alive.js";
import { publish } from "./support/publish.js";
import { emptyRepository } from "./support/running.js";

async function start(settings: ServerSettings = {}) {
  const repository = await emptyRepository();
  await publish(repository);
  const server = await startServer(repository, settings);
  onTestFinished(() => void server.child.kill("SIGKILL"));
  return server;
}

test("mutated requests: each is answered, none is the server's fault, and it goes on", async () => {
  const server = await start();
  const paths = {
    "/v1/pair/double": '{"rows":[[1,2,3]]}',
    "/v1/pair/measure": '{"images":["data:image/png;base64,AA=="]}',
  };
  const { statuses, faults } = await sendMutated(server.url, paths, { count: 1_500, seed: 2 });
  expect(faults).toEqual([]);
  expect(Object.keys(statuses).filter((status) => /^5/.test(status) && status !== "503")).toEqual([]);
  expect(statuses).toMatchObject({ 200: expect.any(Number), 400: expect.any(Number) });
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  expect(await server.stop()).toBe(0);
  expect(server.words.filter((word) => !word.startsWith("SIGTERM"))).toEqual([]);
});

test("uploads of large pictures whose clients leave hold up neither the end nor anybody", async () => {
  const picture = await heavyPicture(5_000, 4_000);
  const body = JSON.stringify({ images: Array.from({ length: 8 }, () => picture) });
  const server = await start({
    options: { bodyLimit: 2 * body.length, requestPixels: 1e9, bodyBudget: 2 ** 30 },
    drainLimit: 5_000,
  });
  const how = await abandonPictures(server, body, { times: 6, patience: 500 });
  expect(how.exit).toBe(0);
  expect(server.executors.map(alive)).toEqual([false]);
});

describe("memory", () => {
  test("is flat under load, with clients that leave", async () => {
    const { perRequest, surprises } = await soak(await start(), { rounds: 4, requests: 700 });
    expect(surprises).toEqual({});
    // Code that is being compiled and caches that fill are a part of so short a look; the long one has MOST_PER_REQUEST.
    expect(perRequest).toBeLessThan(10 * MOST_PER_REQUEST);
  });

  test("that is leaked is seen", async () => {
    const leak = 70_000;
    const { perRequest } = await soak(await start({ leak }), { rounds: 2, requests: 350 });
    // One in seven requests leaks.
    expect(perRequest).toBeGreaterThan(10 * MOST_PER_REQUEST);
  });

  test("that was collected late in one sample counts as flat, one that grows slowly does not", () => {
    const sample = (requests: number, memory: number) => ({ requests, memory });
    expect(growthOf([sample(1, 50), sample(2, 50), sample(3, 900), sample(4, 50), sample(5, 50)])).toBe(0);
    expect(growthOf([sample(10, 100), sample(20, 150), sample(30, 200)])).toBe(5);
  });
});
