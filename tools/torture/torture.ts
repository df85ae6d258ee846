/** `npm run torture`: for as long as it takes, what `npm test` does in short. No part of Kiln itself: nothing imports it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ownPackage } from "../../system/own-package.js";
import { publish } from "../../tests/serve/support/publish.js";
import { abandonPictures, heavyPicture } from "./abandoned-pictures.js";
import { sendMutated } from "./mutated-requests.js";
import { schemathesis } from "./schemathesis.js";
import { type ServerProcess, type ServerSettings, startKiln, startServer } from "./server-process.js";
import { MOST_PER_REQUEST, soak } from "./soak.js";

const say = (text: string) => process.stdout.write(`${text}\n`);
const mib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

/** What goes wrong, in words; none when all is well. */
type Torture = (repository: string) => Promise<string[]>;

const tortures: Readonly<Record<string, Torture>> = {
  /** A hundred times SIGTERM under load. */
  signals: async () =>
    (await passes("tests/serve/drain.test.ts", { KILN_DRAIN_REPEATS: "100" }))
      ? []
      : ["a request was lost to a signal, or a process did not end with exit code 0"],

  /** A thousand times a new version under load. */
  swaps: async () =>
    (await passes("tests/serve/reload.test.ts", { KILN_SWAPS: "1000" }))
      ? []
      : ["an answer failed, or was of two versions, while one took over from another"],

  /** 100,000 requests with something wrong in them. */
  mutated: (repository) =>
    withServer(repository, {}, async (server) => {
      const paths = {
        "/v1/pair/double": '{"rows":[[1,2,3]]}',
        "/v1/pair/measure": '{"images":["data:image/png;base64,AA=="]}',
      };
      const progress = (done: number) => say(`  ${done} sent`);
      const { statuses, faults } = await sendMutated(server.url, paths, { count: 100_000, seed: 1, progress });
      say(`  ${JSON.stringify(statuses)}`);
      const alive = (await fetch(`${server.url}/healthz`)).status === 200;
      return [
        ...faults.slice(0, 10).map((request) => `500 for ${request}`),
        ...(alive ? [] : ["the server does not answer any more"]),
        ...server.words.filter((word) => /outside of any route|bug/i.test(word)),
      ];
    }),

  /** 58 pictures of 24 megapixels, 40 times, and each client leaves after two seconds. */
  pictures: async (repository) => {
    const picture = await heavyPicture(6000, 4000);
    const body = JSON.stringify({ images: Array.from({ length: 58 }, () => picture) });
    say(`  a body of ${mib(body.length)}`);
    const options = { bodyLimit: 2 * body.length, requestPixels: 58 * 24_000_000, bodyBudget: 2 ** 30 };
    const server = await startServer(repository, { options, drainLimit: 5_000 });
    const how = await abandonPictures(server, body, { times: 40, patience: 2_000 });
    say(`  ${JSON.stringify(how)}`);
    return how.exit === 0 && how.stopping < 5_000 ? [] : [`it ended with ${how.exit} after ${how.stopping} ms`];
  },

  /** Ten minutes of load; memory must be flat, and the check must see a leak that is planted. */
  soak: async (repository) => {
    const minutes = Number(process.env.KILN_SOAK_MINUTES ?? 10);
    const planted = await withServer(repository, { leak: 5_000 }, (server) =>
      soak(server, { rounds: 4, requests: 2_000 }),
    );
    say(`  with a planted leak: ${planted.perRequest.toFixed(0)} bytes a request`);
    const end = performance.now() + minutes * 60_000;
    const whole = await withServer(repository, {}, async (server) => {
      const first = await soak(server, { rounds: 1, requests: 5_000 });
      const samples = [...first.samples];
      let last = first;
      while (performance.now() < end) {
        last = await soak(server, { rounds: 1, requests: 10_000 });
        const [, sample] = last.samples;
        samples.push({ requests: (samples.at(-1)?.requests ?? 0) + 20_000, memory: sample?.memory ?? 0 });
        say(
          `  ${samples.at(-1)?.requests} requests, ${mib(sample?.memory ?? 0)} in use, ${mib(last.resident[1])} resident`,
        );
      }
      return { samples, first: first.resident[1], last: last.resident[1], surprises: last.surprises };
    });
    const { growthOf } = await import("./growth.js");
    const growth = growthOf(whole.samples);
    say(`  ${growth.toFixed(1)} bytes a request; resident ${mib(whole.first)}, then ${mib(whole.last)}`);
    return [
      ...(planted.perRequest > MOST_PER_REQUEST ? [] : ["the planted leak was not seen"]),
      ...(growth < MOST_PER_REQUEST ? [] : [`each request leaves ${growth.toFixed(0)} bytes behind`]),
      ...(whole.last < 1.5 * whole.first
        ? []
        : [`resident memory grew from ${mib(whole.first)} to ${mib(whole.last)}`]),
      ...Object.entries(whole.surprises).map(([what, count]) => `${count} times ${what}`),
    ];
  },

  /** Sockets that are held open, and bodies that come a byte every second: neither takes anybody's place. */
  sockets: (repository) =>
    withServer(repository, {}, async ({ url }) => {
      const { hostname, port } = new URL(url);
      const open = (count: number, words: string) =>
        Array.from({ length: count }, () => {
          const socket = createConnection({ host: hostname, port: Number(port) });
          socket.on("error", () => undefined);
          socket.resume().write(words);
          return socket;
        });
      const head = "POST /v1/pair/double HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
      const slow = open(512, `${head}Content-Length: 1000\r\n\r\n{`);
      const drip = setInterval(() => {
        for (const socket of slow) if (socket.writable) socket.write(" ");
      }, 1_000);
      const idle = open(4_500, "");
      const row = { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"rows":[[1,2,3]]}' };
      const statuses: number[] = [];
      for (let i = 0; i < 100; i++) {
        statuses.push((await fetch(`${url}/healthz`)).status, (await fetch(`${url}/v1/pair/double`, row)).status);
        await delay(200);
      }
      clearInterval(drip);
      const left = slow.filter((socket) => !socket.destroyed).length;
      for (const socket of [...slow, ...idle]) socket.destroy();
      return [
        ...statuses.filter((status) => status !== 200).map((status) => `an answer was ${status}`),
        ...(left === 0 ? [] : [`${left} bodies of a byte a second went on for 20 s`]),
      ];
    }),

  /** Requests and answers by `/openapi.json`, of the models that come with Kiln. */
  schemathesis: async () => {
    const folder = join(ownPackage().root, ".kiln", "torture");
    mkdirSync(folder, { recursive: true });
    const server = await startKiln();
    try {
      const examples = Number(process.env.KILN_SCHEMATHESIS_EXAMPLES ?? 200);
      return (await schemathesis(server.url, folder, examples)) === 0 ? [] : ["schemathesis has findings"];
    } finally {
      await server.stop();
    }
  },
};

async function withServer<Value>(
  repository: string,
  settings: ServerSettings,
  use: (server: ServerProcess) => Promise<Value>,
): Promise<Value> {
  const server = await startServer(repository, settings);
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
}

/**
 * Runs tortures.
 *
 * @param names of some; all when there are none.
 * @returns the exit code: 0 when nothing went wrong, 2 for a name that is none.
 */
export async function torture(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !Object.hasOwn(tortures, name));
  if (unknown.length > 0) {
    say(`There is no torture ${unknown.join(", ")}. There are ${Object.keys(tortures).join(", ")}.`);
    return 2;
  }
  const repository = mkdtempSync(join(tmpdir(), "kiln-torture-"));
  let faults = 0;
  try {
    await publish(repository);
    for (const name of names.length > 0 ? names : Object.keys(tortures)) {
      say(`${name} …`);
      const begun = performance.now();
      const found = (await tortures[name]?.(repository)) ?? [];
      for (const fault of found) say(`  FAULT: ${fault}`);
      faults += found.length;
      say(
        `${name}: ${found.length === 0 ? "no fault" : `${found.length} faults`}, ${((performance.now() - begun) / 1000).toFixed(0)} s`,
      );
    }
  } finally {
    rmSync(repository, { recursive: true, force: true });
  }
  return faults === 0 ? 0 : 1;
}

/** Runs a file of the suite in its long form. */
async function passes(file: string, long: Readonly<Record<string, string>>): Promise<boolean> {
  const { root } = ownPackage();
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const child = spawn(process.execPath, [vitest, "run", "--maxWorkers", "1", file], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...long },
  });
  const [code] = (await once(child, "exit")) as [number | null];
  return code === 0;
}
