/**
 * An open loop: requests at a fixed rate, whether or not those before are answered, over many connections; times count from
 * when a request was due. A connection carries one request at a time: what is due while all are taken was never sent, and
 * is counted as that. Written on bare sockets, so that offering ten times what a server can do is possible at all.
 */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { percentile } from "../measure/statistics.js";

/** What came of it; times in ms. */
export interface Flood {
  readonly offered: number;
  readonly sent: number;
  /** Answers with status 200 a second: the goodput. */
  readonly good: number;
  /** Of those, from when they were due. */
  readonly p99: number;
  /** Answers with 503. */
  readonly refused: number;
  readonly errors: number;
  /** Of `/healthz` meanwhile, on a connection of its own. */
  readonly healthP99: number;
}

export interface FloodOptions {
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
  readonly connections: number;
  readonly signal: AbortSignal;
}

interface Line {
  readonly socket: Socket;
  due: number;
  busy: boolean;
  heard: string;
}

/** Posts a body to a path of the server on this machine. */
export async function openLoop(port: number, path: string, body: string, options: FloodOptions): Promise<Flood> {
  const { rate, seconds, connections, signal } = options;
  const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  const request = Buffer.from(head + body);
  const counts = { sent: 0, refused: 0, errors: 0 };
  const times: number[] = [];
  const free: Line[] = [];
  const answered = (line: Line, status: number): void => {
    if (status === 200) times.push(performance.now() - line.due);
    else if (status === 503) counts.refused += 1;
    else counts.errors += 1;
    line.busy = false;
    free.push(line);
  };
  for (let i = 0; i < connections; i++) free.push(await openLine(port, answered, counts));
  const lines = [...free];
  const health = probe(port, seconds, signal);
  const start = performance.now();
  for (let due = 0; ; ) {
    const elapsed = performance.now() - start;
    if (elapsed > seconds * 1000 || signal.aborted) break;
    const until = Math.floor((elapsed / 1000) * rate);
    for (; due < until && free.length > 0; due++) {
      const line = free.pop();
      if (line === undefined || line.socket.destroyed) continue;
      line.due = start + (due / rate) * 1000;
      line.busy = true;
      line.socket.write(request);
      counts.sent += 1;
    }
    // What could not be sent was not; those that come now are not late for it.
    due = until;
    await delay(1);
  }
  const healthTimes = await health;
  for (const { socket } of lines) socket.destroy();
  return {
    offered: rate,
    ...counts,
    good: times.length / seconds,
    p99: times.length === 0 ? Number.NaN : percentile(times, 0.99),
    healthP99: percentile(healthTimes, 0.99),
  };
}

async function openLine(
  port: number,
  answered: (line: Line, status: number) => void,
  counts: { errors: number },
): Promise<Line> {
  const socket = connect({ host: "127.0.0.1", port, noDelay: true });
  await once(socket, "connect");
  const line: Line = { socket, due: 0, busy: false, heard: "" };
  socket.setEncoding("latin1").on("data", (text: string) => {
    line.heard += text;
    const end = line.heard.indexOf("\r\n\r\n");
    if (end === -1) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(line.heard)?.[1] ?? 0);
    if (line.heard.length < end + 4 + length) return;
    const status = Number(line.heard.slice(9, 12));
    line.heard = "";
    answered(line, status);
  });
  socket.on("error", () => {
    if (line.busy) counts.errors += 1;
  });
  return line;
}

async function probe(port: number, seconds: number, signal: AbortSignal): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end && !signal.aborted) {
    const start = performance.now();
    // A path that every server answers in some way, without a model.
    await fetch(`http://127.0.0.1:${port}/healthz`).then((response) => response.arrayBuffer());
    times.push(performance.now() - start);
    await delay(20);
  }
  return times;
}
