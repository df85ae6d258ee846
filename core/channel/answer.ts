/** The side that answers: a handler for each kind of request. */
import { carryError } from "../carried-error.js";
import type { Asked, Calls, RequestOf, Said } from "./messages.js";
import type { AnsweringPort, Transfer } from "./port.js";

/** What is done for each kind of request; what a handler throws is the answer too. */
export type Handlers<Own extends Calls<Own>> = {
  readonly [Kind in keyof Own]: (request: RequestOf<Own, Kind>) => Own[Kind]["answer"] | Promise<Own[Kind]["answer"]>;
};

/** How requests are answered. */
export interface AnsweringOptions {
  /** One at a time, in the order in which they came; all at once when left out. */
  readonly inOrder?: boolean;
  /** The buffers of an answer that change hands; it is copied when left out. */
  readonly transfer?: (value: unknown) => Transfer;
}

/**
 * Answers what is asked over a port.
 *
 * @returns a function that tells the other side something unasked.
 */
export function answerCalls<Own extends Calls<Own>>(
  port: AnsweringPort,
  handlers: Handlers<Own>,
  { inOrder = false, transfer = () => [] }: AnsweringOptions = {},
): (news: unknown) => void {
  const say = (said: Said, buffers: Transfer = []): void => port.post(said, buffers);
  const answer = async (asked: Asked): Promise<void> => {
    const said = await answerTo(handlers, asked);
    try {
      say(said, "value" in said ? transfer(said.value) : []);
    } catch (error) {
      // What cannot be copied never left.
      say({ id: asked.id, error: carryError(error) });
    }
  };
  let last = Promise.resolve();
  port.listen((message) => {
    if (inOrder) last = last.then(() => answer(message as Asked));
    else void answer(message as Asked);
  });
  return (news) => say({ news });
}

/** What is to be said to one request: for those who read requests themselves. */
export async function answerTo<Own extends Calls<Own>>(
  handlers: Handlers<Own>,
  { id, request }: Asked,
): Promise<Exclude<Said, { news: unknown }>> {
  try {
    if (!Object.hasOwn(handlers, request.kind)) throw new Error(`nobody answers "${request.kind}" here`);
    const handler = handlers[request.kind as keyof Own] as (request: unknown) => unknown;
    return { id, value: await handler(request) };
  } catch (error) {
    return { id, error: carryError(error) };
  }
}

/** How deep in an answer arrays are looked for. */
const DEPTH = 3;

/** The large arrays of an answer, for `AnsweringOptions.transfer`: those that have a buffer of their own. */
export function buffersOf(value: unknown): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const visit = (part: unknown, depth: number): void => {
    if (ArrayBuffer.isView(part)) {
      if (part.buffer instanceof ArrayBuffer && part.byteLength === part.buffer.byteLength) buffers.add(part.buffer);
    } else if (typeof part === "object" && part !== null && depth < DEPTH) {
      for (const inner of Object.values(part)) visit(inner, depth + 1);
    }
  };
  visit(value, 0);
  return [...buffers];
}
