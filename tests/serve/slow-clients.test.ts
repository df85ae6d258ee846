/** Slow bodies and sockets that are only held open take nobody's place. */
import { once } from "node:events";
import { IncomingMessage } from "node:http";
import { createConnection, Socket } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../core/errors.js";
import { forwardedClient, isProxy, networkOf, proxyList } from "../../serve/sockets/client-address.js";
import { post, startServer } from "./support/running.js";

const row = { rows: [[1, 2, 3]] };
const slowBody =
  'POST /v1/pair/double HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"ro';

async function connect(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = createConnection({ host: hostname, port: Number(port) });
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

describe("slow bodies", () => {
  test("take no place among the operations in progress", async () => {
    const server = await startServer({ maxRequests: 1 });
    const sockets = await Promise.all(Array.from({ length: 20 }, () => connect(server.url)));
    for (const socket of sockets) socket.write(slowBody);
    while (server.active < 20) await delay(5);
    expect((await post(`${server.url}/v1/pair/double`, row)).status).toBe(200);
    for (const socket of sockets) socket.destroy();
  });

  test("below the rate are given up with a word; those above it go on", async () => {
    const server = await startServer({ uploadGrace: 200, uploadRate: 100, discardTimeout: 100 });
    const slow = await connect(server.url);
    slow.write(slowBody);
    const steady = await connect(server.url);
    steady.write(slowBody.replace("1000", "304"));
    const drip = async () => {
      for (let i = 0; i < 10; i++) {
        await delay(50);
        steady.write("x".repeat(30));
      }
    };
    const dripping = drip();
    const heard = once(steady, "data");
    expect(await text(slow)).toMatch(/^HTTP\/1\.1 408 [\s\S]*The body came slower than 100 bytes a second/);
    const [answer] = (await heard) as [Buffer];
    await dripping;
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 400 [\s\S]*not valid JSON/);
    steady.destroy();
  });

  test("are bounded in number: the slowest makes room", async () => {
    const server = await startServer({ maxUploads: 2, discardTimeout: 100 });
    const slowest = await connect(server.url);
    slowest.write(slowBody);
    const slow = await connect(server.url);
    slow.write(`${slowBody}${"x".repeat(200)}`);
    while (server.active < 2) await delay(5);
    // While both are young, a third one is asked to come again.
    expect((await post(`${server.url}/v1/pair/double`, row)).status).toBe(503);
    const said = text(slowest);
    let status = 503;
    while (status === 503) status = (await post(`${server.url}/v1/pair/double`, row)).status;
    expect(status).toBe(200);
    expect(await said).toMatch(/^HTTP\/1\.1 408 [\s\S]*the slowest one/);
    expect(slow.destroyed).toBe(false);
    slow.destroy();
  });
});

describe("sockets that are held open", () => {
  test.each([
    ["in all", { maxConnections: 3 }],
    ["by one client", { maxClientConnections: 3 }],
  ])("are bounded %s; the one that is unused for longest makes room, one in use does not", async (_, options) => {
    const server = await startServer(options);
    const busy = await connect(server.url);
    busy.write(slowBody);
    while (server.active < 1) await delay(5);
    const [oldest, newer] = [await connect(server.url), await connect(server.url)];
    const gone = once(oldest.resume(), "close");
    expect((await fetch(`${server.url}/healthz`, { headers: { Connection: "close" } })).status).toBe(200);
    await gone;
    expect([busy.destroyed, newer.destroyed]).toEqual([false, false]);
    // All in use: nobody is thrown out for a newcomer.
    newer.write(slowBody);
    const third = await connect(server.url);
    third.write(slowBody);
    while (server.active < 3) await delay(5);
    const refused = await connect(server.url);
    await once(refused.resume(), "close");
    expect([busy.destroyed, newer.destroyed, third.destroyed]).toEqual([false, false, false]);
    for (const socket of [busy, newer, third]) socket.destroy();
  });

  test("behind a trusted proxy a client is who the proxy says, and has requests in place of connections", async () => {
    const server = await startServer({ maxClientConnections: 1, trustedProxies: ["127.0.0.0/8"] });
    const busy = await connect(server.url);
    busy.write(slowBody.replace("Content-Length", "X-Forwarded-For: 9.9.9.9, 203.0.113.5\r\nContent-Length"));
    while (server.active < 1) await delay(5);
    const ask = (client: string) => fetch(`${server.url}/healthz`, { headers: { "X-Forwarded-For": client } });
    expect((await ask("203.0.113.5")).status).toBe(503);
    expect((await ask("9.9.9.9")).status).toBe(200);
    busy.destroy();
    while (server.active > 0) await delay(5);
    expect((await ask("203.0.113.5")).status).toBe(200);
  });
});

describe("who a client is", () => {
  test("an IPv4 address, also on a socket that takes both; of IPv6 the network of a subscriber", () => {
    expect(networkOf("::ffff:203.0.113.5")).toBe("203.0.113.5");
    expect(networkOf("2001:db8::1")).toBe(networkOf("2001:db8:0:0:ffff::2"));
    expect(networkOf("2001:db8::1")).not.toBe(networkOf("2001:db8:0:1::1"));
  });

  test("the last address that is no proxy; what a client makes up in front of it does not count", () => {
    const proxies = proxyList(["10.0.0.0/8", "fd00::/8"]);
    const from = (header: string) => {
      const incoming = new IncomingMessage(new Socket());
      incoming.headers["x-forwarded-for"] = header;
      return forwardedClient(proxies, incoming);
    };
    expect(from("1.1.1.1, 203.0.113.5, 10.1.2.3")).toBe("203.0.113.5");
    expect(from("203.0.113.5, nonsense")).toBeUndefined();
    expect(from("10.1.1.1")).toBeUndefined();
    expect([isProxy(proxies, "::ffff:10.9.9.9"), isProxy(proxies, "fd12::1"), isProxy(proxies, "11.0.0.1")]).toEqual([
      true,
      true,
      false,
    ]);
    for (const wrong of ["10.0.0.0/33", "proxy.example", "10.0.0.0/"]) {
      expect(() => proxyList([wrong])).toThrow(UsageError);
    }
  });
});
