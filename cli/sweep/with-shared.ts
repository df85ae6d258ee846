/** What a sweep's coordinator and its workers share: a Redis for what is to be done, a store for what was. */
import type { Blobs } from "../../train/sweep/artefacts/blobs.js";
import type { RedisLink } from "../../train/sweep/queue/redis-link.js";
import type { Session } from "../session.js";

/** As they are given on the command line. */
export interface SharedPlaces {
  readonly queue: string;
  readonly artefacts: string;
}

/**
 * Opens both for `action`, and closes the connection after it.
 *
 * @throws UsageError for an address that is none; UnavailableError when nothing answers there.
 */
export async function withShared<Result>(
  session: Session,
  { queue, artefacts }: SharedPlaces,
  action: (open: { link: RedisLink; blobs: Blobs }) => Promise<Result>,
): Promise<Result> {
  const [{ connectRedis }, { openBlobs }] = await Promise.all([
    import("../../train/sweep/queue/redis-link.js"),
    import("../../train/sweep/artefacts/blobs.js"),
  ]);
  const blobs = await openBlobs(artefacts, session.host.env);
  const link = await connectRedis(queue, session.reporter);
  try {
    return await action({ link, blobs });
  } finally {
    link.close();
  }
}
