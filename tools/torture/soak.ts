/** Load of all kinds for a while, and what it leaves behind in memory. */
import { Agent, request } from "node:http";
import { growthOf, type Sample } from "./growth.js";
import type { ServerProcess } from "./server-process.js";

/** How a soak went. */
export interface Soak {
  readonly samples: readonly Sample[];
  /** Bytes that a request leaves behind in the server's heap and buffers. */
  readonly perRequest: number;
  /** Resident memory at the first sample and at the last one, in bytes. */
  readonly resident: readonly [first: number, last: number];
  readonly requests: number;
  /** Statuses that are none of those expected, and failed connections. */
  readonly surprises: Readonly<Record<string, number>>;
}

/** A request leaves nothing: less than this is noise of the runtime, in bytes. */
export const MOST_PER_REQUEST = 100;

const body = '{"rows":[[1,2,3],[4,5,6]]}';
const kinds = [
  { path: "/v1/pair/double", method: "POST", body, expected: 200 },
  { path: "/v1/pair/double", method: "POST", body: '{"rows":[[1,2]]}', expected: 400 },
  { path: "/v1/pair/nothing", method: "POST", body, expected: 404 },
  { path: "/v1/pair/double", method: "POST", body: "{", expected: 400 },
  { path: "/healthz", method: "GET", body: "", expected: 200 },
  { path: "/v1/models", method: "GET", body: "", expected: 200 },
  { path: "/models/pair/1/model.onnx", method: "GET", body: "", expected: 200 },
] as const;

/**
 * Asks for a while, with clients that keep their connections, ones that do not, and ones that leave in the middle.
 *
 * @param rounds samples of memory; between two of them, `requests` requests are answered.
 */
export async function soak(
  server: ServerProcess,
  {
    rounds,
    requests,
    progress = () => undefined,
  }: { rounds: number; requests: number; progress?: (sample: Sample) => void },
): Promise<Soak> {
  const kept = new Agent({ keepAlive: true, maxSockets: 16 });
  const samples: Sample[] = [];
  const surprises: Record<string, number> = {};
  let resident: [number, number] = [0, 0];
  let done = 0;
  const some = async (count: number) => {
    let left = count;
    const client = async () => {
      while (left > 0) {
        left -= 1;
        const surprise = await ask(server.url, done++, kept);
        if (surprise !== undefined) surprises[surprise] = (surprises[surprise] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: 16 }, client));
  };
  // Caches fill and code is compiled.
  await some(requests);
  for (let round = 0; round <= rounds; round++) {
    if (round > 0) await some(requests);
    const { used, rss } = await server.memory();
    resident = [round === 0 ? rss : resident[0], rss];
    const sample = { requests: done, memory: used };
    samples.push(sample);
    progress(sample);
  }
  kept.destroy();
  return { samples, perRequest: growthOf(samples), resident, requests: done, surprises };
}

function ask(url: string, number: number, kept: Agent): Promise<string | undefined> {
  const kind = kinds[number % kinds.length] ?? kinds[0];
  const leaves = number % 29 === 0;
  return new Promise((resolve) => {
    const outgoing = request(`${url}${kind.path}`, {
      method: kind.method,
      ...(number % 11 === 0 ? { agent: false } : { agent: kept }),
      headers: kind.body === "" ? {} : { "Content-Type": "application/json", "Content-Length": kind.body.length },
    });
    outgoing.on("response", (response) => {
      response.resume();
      response.on("close", () => {
        resolve(response.statusCode === kind.expected ? undefined : `${kind.path} ${response.statusCode}`);
      });
    });
    outgoing.on("error", (error) => resolve(leaves ? undefined : error.message));
    outgoing.on("close", () => resolve(undefined));
    outgoing.end(kind.body);
    if (leaves) setTimeout(() => outgoing.destroy(), number % 5);
  });
}
