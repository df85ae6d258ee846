/** What somebody else lets a server show beside its models. */
import type { Hono } from "hono";

/** Routes below a path, with what they need to know of the server's end. */
export interface Mount {
  /** `/runs`: the first part of the path of all of them. */
  readonly path: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever its routes keep in their context is theirs.
  readonly app: Hono<any>;
  /** The server finishes what is in progress: answers that would never end must end now. */
  draining(): void;
  /** All is answered. */
  closed(): Promise<void>;
}
