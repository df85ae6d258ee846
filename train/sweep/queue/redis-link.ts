/** The connection to Redis: it must be there at the start; when it goes away later, everything waits until it is back. */
import { Redis } from "ioredis";
import { UnavailableError, UsageError } from "../../../core/errors.js";
import type { Reporter } from "../../../core/reporter.js";

/** Milliseconds between two tries to reach a Redis that is gone. */
const RETRY_MS = 500;
const CONNECT_MS = 5_000;

/** A connection that outlives Redis. */
export interface RedisLink {
  /** Commands given while Redis is gone wait until it is back. */
  readonly redis: Redis;
  /** Host and port, without a password. */
  readonly address: string;
  /** True while Redis cannot be reached. */
  readonly gone: boolean;
  close(): void;
}

/**
 * Connects.
 *
 * @throws UsageError when `url` is no address of a Redis; UnavailableError when none answers there.
 */
export async function connectRedis(url: string, reporter: Reporter): Promise<RedisLink> {
  const address = addressOf(url);
  const redis = new Redis(url, {
    lazyConnect: true,
    // BullMQ asks for this: a command waits as long as it takes.
    maxRetriesPerRequest: null,
    connectTimeout: CONNECT_MS,
    retryStrategy: () => RETRY_MS,
  });
  let failure: Error | undefined;
  let [connected, gone, closing] = [false, false, false];
  redis.on("error", (error: Error) => {
    failure = error;
  });
  redis.on("close", () => {
    // Said once, not at every try.
    if (!connected || gone || closing) return;
    gone = true;
    reporter.warn(`Redis at ${address} is gone: nothing is lost; waiting for it to come back.`);
  });
  redis.on("ready", () => {
    if (gone) reporter.note(`Redis at ${address} is back.`);
    gone = false;
  });
  try {
    await redis.connect();
    connected = true;
  } catch (error) {
    redis.disconnect();
    const cause = failure ?? error;
    throw new UnavailableError(`no Redis answers at ${address}: ${cause instanceof Error ? cause.message : cause}`, {
      where: { field: "--queue" },
      next: "Start one there (redis-server), or give the address of one that runs: --queue redis://host:6379.",
      cause,
    });
  }
  return {
    redis,
    address,
    get gone() {
      return gone;
    },
    close() {
      closing = true;
      redis.disconnect();
    },
  };
}

function addressOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed !== null && /^rediss?:$/.test(parsed.protocol) && parsed.hostname !== "") {
    return `${parsed.hostname}:${parsed.port === "" ? 6379 : parsed.port}`;
  }
  throw new UsageError(`"${url}" is no address of a Redis`, {
    where: { field: "--queue" },
    next: "Write it as redis://host:6379, or rediss:// with TLS.",
  });
}
