/** Requests with something wrong in them: valid ones whose bytes were changed, cut, doubled or mixed, by a seed. */
import { createConnection } from "node:net";
import { Random } from "../../core/random.js";

/** How the server took them. */
export interface Outcome {
  /** How many got each status; "none" got no answer, "reset" a broken connection. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Requests that were answered with 500, each as base64: to be sent again. */
  readonly faults: readonly string[];
}

/** Requests in flight at a time. */
const AT_A_TIME = 32;
/** How long one may take before it counts as unanswered, in ms. */
const PATIENCE = 20_000;

const picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** What mutations start from. @param paths of operations, such as `/v1/pair/double`, each with a body that it takes. */
function valid(paths: Readonly<Record<string, string>>): string[] {
  const gets = ["/", "/healthz", "/readyz", "/openapi.json", "/docs", "/v1/models", "/models/index.json", "/runs"];
  const requests = gets.map((path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n`);
  for (const [path, body] of Object.entries(paths)) {
    const json = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`;
    requests.push(`${json}Content-Length: ${body.length}\r\n\r\n${body}`);
    requests.push(`${json}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
    requests.push(`${json}Expect: 100-continue\r\nAccept: image/png\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    const form = `--b\r\nContent-Disposition: form-data; name="images[]"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n${Buffer.from(picture, "base64").toString("latin1")}\r\n--b\r\nContent-Disposition: form-data; name="request"\r\n\r\n${body}\r\n--b--\r\n`;
    requests.push(
      `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: ${form.length}\r\n\r\n${form}`,
    );
  }
  return requests;
}

const pieces = [
  "\r\n",
  "\0",
  "\u00ff\u00fe",
  "%00",
  "../",
  "{",
  "[",
  '"',
  "}",
  "]",
  "null",
  "1e999",
  "-0",
  "NaN",
  "99999999999999999999",
  "Transfer-Encoding: chunked\r\n",
  "Content-Length: 5\r\n",
  "Content-Length: 999999999\r\n",
  "Host: evil.example\r\n",
  "Expect: 100-continue\r\n",
  "Connection: close\r\n",
  "Upgrade: websocket\r\nConnection: Upgrade\r\n",
  '"__proto__":{"a":1},',
  "data:image/png;base64,",
  "\ud83d\ude00",
  "[".repeat(200),
  "a".repeat(20_000),
] as const;

/** One request with one to four faults. */
export function mutated(random: Random, sources: readonly string[]): Buffer {
  const pick = <Item>(list: readonly Item[]): Item => list[random.integer(list.length)] as Item;
  let bytes = Buffer.from(pick(sources), "latin1");
  for (let faults = 1 + random.integer(4); faults > 0; faults--) {
    const at = random.integer(bytes.length + 1);
    const to = Math.min(bytes.length, at + random.integer(40));
    const [before, middle, after] = [bytes.subarray(0, at), bytes.subarray(at, to), bytes.subarray(to)];
    const kind = random.integer(6);
    if (kind === 0) bytes = Buffer.concat([before, Buffer.from([random.integer(256)]), bytes.subarray(at + 1)]);
    else if (kind === 1) bytes = Buffer.concat([before, after]);
    else if (kind === 2) bytes = Buffer.concat([before, middle, middle, after]);
    else if (kind === 3) bytes = Buffer.concat([before, Buffer.from(pick(pieces), "latin1"), bytes.subarray(at)]);
    else if (kind === 4)
      bytes = Buffer.concat([before, Buffer.from(pick(sources), "latin1").subarray(random.integer(60))]);
    else bytes = before;
  }
  return bytes;
}

/**
 * Sends mutated requests.
 *
 * @param paths of operations, each with a body that it takes.
 * @param progress is told how many have been sent.
 */
export async function sendMutated(
  url: string,
  paths: Readonly<Record<string, string>>,
  { count, seed, progress = () => undefined }: { count: number; seed: number; progress?: (done: number) => void },
): Promise<Outcome> {
  const random = Random.seeded(seed, "mutated requests");
  const sources = valid(paths);
  const statuses: Record<string, number> = {};
  const faults: string[] = [];
  let sent = 0;
  const one = async () => {
    while (sent < count) {
      sent += 1;
      if (sent % 5_000 === 0) progress(sent);
      const request = mutated(random, sources);
      for (const status of await answersTo(url, request)) {
        statuses[status] = (statuses[status] ?? 0) + 1;
        if (status === "500") faults.push(request.toString("base64"));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, one));
  return { statuses, faults };
}

/** The statuses of all answers on one connection, which says that nothing more comes. */
function answersTo(url: string, request: Buffer): Promise<readonly string[]> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = createConnection({ host: hostname, port: Number(port), allowHalfOpen: true });
    let text = "";
    let failure = "none";
    socket.setEncoding("latin1");
    socket.on("data", (part: string) => {
      text += part;
    });
    socket.on("error", () => {
      failure = "reset";
    });
    socket.setTimeout(PATIENCE, () => socket.destroy());
    socket.on("end", () => socket.end());
    socket.on("close", () => {
      const found = [...text.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status = ""]) => status);
      const final = found.filter((status) => status !== "100");
      resolve(final.length > 0 ? final : [failure]);
    });
    socket.end(request);
  });
}
