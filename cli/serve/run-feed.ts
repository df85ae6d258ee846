/** Server-sent events of one run: a word whenever its directory has changed, for as long as somebody listens. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { UnavailableError } from "../../core/errors.js";

/** Streams open at a time, over all runs. */
const MOST_STREAMS = 64;
/** How often a directory is looked at, in ms. */
const LOOK = 1_000;
/** A stream is never silent for longer, in ms: proxies and the server itself give up on what is. */
const BEAT = 15_000;
/** What changes while a run goes on. */
const WATCHED = [
  "metrics.jsonl",
  "status.json",
  "evaluation.json",
  "summary.json",
  "pictures",
  "samples",
  "config.json",
];

/** All streams of a server. */
export class RunFeeds {
  readonly #open = new Set<AbortController>();
  #ended = false;

  /** Streams that are open. */
  get size(): number {
    return this.#open.size;
  }

  /**
   * Opens a stream.
   *
   * @param pause the least time between two words, in ms: a page that is slow to make is not asked for each second.
   * @throws UnavailableError when there are too many, or the server is about to stop.
   */
  open(run: string, pause: () => number): ReadableStream<Uint8Array> {
    if (this.#ended) throw new UnavailableError("the server is shutting down");
    if (this.#open.size >= MOST_STREAMS) throw new UnavailableError("too many readers follow runs just now");
    const over = new AbortController();
    this.#open.add(over);
    const close = () => {
      over.abort();
      this.#open.delete(over);
    };
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        const say = (text: string) => controller.enqueue(new TextEncoder().encode(text));
        // Before anything else: what changes from now on is told.
        say("retry: 2000\n\n");
        void follow(run, pause, say, over.signal).then(
          () => endOf(controller, close),
          (error: unknown) => {
            close();
            controller.error(error);
          },
        );
        over.signal.addEventListener("abort", () => endOf(controller, close), { once: true });
      },
      cancel: close,
    });
  }

  /** Ends all streams; no other is opened. */
  end(): void {
    this.#ended = true;
    for (const stream of this.#open) stream.abort();
  }
}

function endOf(controller: ReadableStreamDefaultController<Uint8Array>, close: () => void): void {
  close();
  try {
    controller.close();
  } catch (error) {
    // Closed before: the reader has left, or the other of the two ways here was quicker.
    if (!(error instanceof TypeError)) throw error;
  }
}

async function follow(run: string, pause: () => number, say: (text: string) => void, over: AbortSignal): Promise<void> {
  let known = await stateOf(run);
  let [toldAt, spokeAt] = [Number.NEGATIVE_INFINITY, performance.now()];
  while (!over.aborted) {
    try {
      await delay(LOOK, undefined, { signal: over, ref: false });
    } catch (error) {
      if (over.aborted) return;
      throw error;
    }
    const now = performance.now();
    const state = now - toldAt < pause() ? known : await stateOf(run);
    if (over.aborted) return;
    if (state !== known) {
      known = state;
      toldAt = now;
      spokeAt = now;
      say("event: changed\ndata: {}\n\n");
    } else if (now - spokeAt > BEAT) {
      spokeAt = now;
      say(": still here\n\n");
    }
  }
}

/** Times and sizes as one text; what is missing counts too. */
async function stateOf(run: string): Promise<string> {
  const parts = WATCHED.map(async (name) => {
    try {
      const { mtimeMs, size } = await stat(join(run, name));
      return `${mtimeMs}:${size}`;
    } catch (error) {
      if (error instanceof Error && "code" in error) return "-";
      throw error;
    }
  });
  return (await Promise.all(parts)).join(" ");
}
