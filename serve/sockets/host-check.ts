/**
 * Under which names a server may be asked. A page of any site can give a name of its own to this machine's address (DNS
 * rebinding) and then read what a server answers there; only the `Host` that the browser sends tells it apart.
 */
import type { IncomingMessage } from "node:http";

/** Names of the machine itself, with a port or without. */
const OWN = /^(127\.\d+\.\d+\.\d+|localhost|[a-z0-9-]+\.localhost|\[::1\])(:\d+)?$/i;

const NAME = /^[a-z0-9._~-]+(:\d*)?$|^\[[0-9a-f:.]+\](:\d*)?$/i;

/** Probes say nothing that is worth reading, and balancers ask for them under many names. */
const PROBES = new Set(["/healthz", "/readyz"]);

/** True for an address that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return /^(127\.\d+\.\d+\.\d+|localhost|::1)$/.test(host);
}

/** What is wrong with the name that a request was sent to. */
export type HostFault =
  /** Nobody can tell which host is meant. */
  | { readonly status: 400; readonly reason: string }
  /** Not a name of this server. */
  | { readonly status: 421; readonly reason: string; readonly next: string };

/**
 * Makes the check of a server.
 *
 * @param host the address that it listens on.
 * @param allowed more names; on an open server, the only ones.
 */
export function hostCheck(
  host: string,
  allowed: readonly string[],
): (incoming: IncomingMessage) => HostFault | undefined {
  const names = new Set([host, ...allowed].map((name) => name.toLowerCase()));
  const anyName = !isLoopback(host) && allowed.length === 0;
  return (incoming) => {
    if (countOf(incoming, "host") > 1) return { status: 400, reason: "the request has more than one Host header" };
    if (anyName) return undefined;
    const name = targetHost(incoming);
    if (name === undefined || OWN.test(name)) return undefined;
    if (!NAME.test(name)) return { status: 400, reason: "the Host header names no host" };
    const lower = name.toLowerCase();
    if (names.has(lower) || names.has(lower.replace(/:\d+$/, ""))) return undefined;
    if (PROBES.has((incoming.url ?? "").split("?", 1)[0] ?? "")) return undefined;
    return {
      status: 421,
      reason: `this server does not answer under the name ${JSON.stringify(name.slice(0, 100))}`,
      next: "Ask for it by its own address, or list the name under serve.allowedHosts in kiln.config.ts.",
    };
  };
}

/** The authority of a request: of its target where that is a whole URL (RFC 9112, 3.2.2), else its Host. */
function targetHost({ url = "", headers }: IncomingMessage): string | undefined {
  const absolute = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url)?.[1];
  return absolute === undefined ? headers.host : absolute.replace(/^.*@/, "");
}

function countOf({ rawHeaders }: IncomingMessage, name: string): number {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const header = rawHeaders[i] as string;
    if (header.length === name.length && header.toLowerCase() === name) count += 1;
  }
  return count;
}
