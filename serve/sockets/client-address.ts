/** Who a client is, for bounds on what one may take: an address, or what a proxy that is trusted says of it. */
import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";
import { UsageError } from "../../core/errors.js";

/**
 * The addresses of trusted proxies.
 *
 * @param proxies addresses and ranges: `127.0.0.1`, `10.0.0.0/8`, `fd00::/8`.
 * @throws UsageError naming what is neither.
 */
export function proxyList(proxies: readonly string[]): BlockList {
  const list = new BlockList();
  for (const given of proxies) {
    const [address = "", bits] = given.split("/");
    const family = isIP(address);
    const most = family === 6 ? 128 : 32;
    const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
    if (family === 0 || length < 0 || length > most) {
      throw new UsageError(`"${given}" is neither an address nor a range such as 10.0.0.0/8`, {
        where: { field: "trustedProxies" },
      });
    }
    list.addSubnet(address, length, family === 6 ? "ipv6" : "ipv4");
  }
  return list;
}

/** True when the peer of a connection is a trusted proxy. */
export function isProxy(proxies: BlockList, address: string | undefined): boolean {
  const plain = plainAddress(address);
  const family = isIP(plain);
  return family !== 0 && proxies.check(plain, family === 6 ? "ipv6" : "ipv4");
}

/**
 * The client of a request that came from a trusted proxy: the last address of `X-Forwarded-For` that is no trusted proxy
 * itself. What stands before it, the client may have made up.
 */
export function forwardedClient(proxies: BlockList, incoming: IncomingMessage): string | undefined {
  const header = incoming.headers["x-forwarded-for"];
  const hops = (Array.isArray(header) ? header.join(",") : (header ?? "")).split(",").map((hop) => hop.trim());
  const client = hops.reverse().find((hop) => isIP(plainAddress(hop)) === 0 || !isProxy(proxies, hop));
  return client === undefined || isIP(plainAddress(client)) === 0 ? undefined : networkOf(client);
}

/** What counts as one client: an IPv4 address, or an IPv6 network of 64 bits, which is what one subscriber gets. */
export function networkOf(address: string | undefined): string {
  const plain = plainAddress(address);
  if (isIP(plain) !== 6) return plain;
  const [head = "", tail] = plain.split("::");
  const groups = head === "" ? [] : head.split(":");
  const rest = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => "0");
  return `${[...groups, ...zeros, ...rest].slice(0, 4).join(":")}::/64`;
}

/** Without the zone of a link-local address, and an IPv4 address as itself where a socket takes both. */
function plainAddress(address: string | undefined): string {
  return (address ?? "").replace(/%.*$/, "").replace(/^::ffff:(?=\d+\.)/i, "");
}
