/** Problem documents (RFC 9457) and which error becomes which. */
import { z } from "zod";
import { type ErrorKind, InterruptedError, KilnError } from "../../core/errors.js";
import { BusyError } from "../executor/busy-error.js";
import { DeadlineError } from "../executor/deadline-error.js";
import { InvalidRequest } from "./invalid-request.js";
import { RequestError } from "./request-error.js";

/** The document. `field`, `errors` and `requestId` are Kiln's extensions. */
export const problemSchema = z.object({
  type: z.string().describe("names the kind of problem: urn:problem-type:kiln:…"),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe("what went wrong here, and what to do"),
  field: z.string().optional().describe("JSON pointer (RFC 6901) to the field of the request"),
  errors: z
    .array(z.object({ field: z.string(), detail: z.string() }))
    .optional()
    .describe("everything that is wrong, when it is more than one field"),
  requestId: z.string().optional().describe("the same as the header X-Request-Id; the server's log has it too"),
});

export type Problem = z.infer<typeof problemSchema>;

/** Media type of a problem document. */
export const PROBLEM_TYPE = "application/problem+json";

/** The kinds of problem by status: the last part of `type`, and the title. */
const problemKinds: Readonly<Record<number, readonly [slug: string, title: string]>> = {
  400: ["invalid-request", "The request is not valid"],
  404: ["not-found", "There is no such thing here"],
  405: ["method-not-allowed", "This method is not allowed here"],
  406: ["not-acceptable", "The answer cannot be given in an acceptable format"],
  408: ["request-timeout", "The request took too long to arrive"],
  413: ["body-too-large", "The request body is too large"],
  415: ["unsupported-media-type", "The request body has a type that is not supported"],
  421: ["misdirected-request", "This server does not answer under that name"],
  431: ["headers-too-large", "The request headers are too large"],
  499: ["client-gone", "The client closed the connection"],
  500: ["internal-error", "The server made a mistake"],
  503: ["unavailable", "The server cannot answer now"],
  504: ["deadline-exceeded", "The answer took too long"],
};

/** A problem with the headers that go with it. */
export interface ProblemAnswer {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
}

/** Makes a document of a status and a sentence or two. */
export function problemOf(status: number, detail: string, extra: Partial<Problem> = {}): Problem {
  const [slug, title] = problemKinds[status] ?? ["error", "The request failed"];
  return { type: `urn:problem-type:kiln:${slug}`, title, status, detail, ...extra };
}

/**
 * The problem that an error is, for the client. Faults of ours tell no paths and no stack: those are for the log.
 *
 * @param requestId what client and log have in common.
 */
export function problemFrom(error: unknown, requestId: string): ProblemAnswer {
  const status = statusOf(error);
  const answer = (detail: string, extra: Partial<Problem> = {}, headers: Record<string, string> = {}) => ({
    problem: problemOf(status, detail, { ...extra, requestId }),
    headers,
  });
  if (!(error instanceof KilnError)) {
    return answer(`This is a bug in the server. Its log has the reason under the id ${requestId}.`);
  }
  if (status === 500) return answer(sentences(error.reason, `The server's log has more under the id ${requestId}.`));
  const detail = sentences(error.reason, error.next);
  const { field } = error.where;
  if (error instanceof InvalidRequest) {
    return answer(detail, { ...(field === undefined ? {} : { field }), errors: [...error.faults] });
  }
  if (error instanceof RequestError) return answer(detail, field === undefined ? {} : { field }, { ...error.headers });
  if (error instanceof BusyError) return answer(detail, {}, { "Retry-After": String(error.retryAfter) });
  if (status === 503) return answer(detail, {}, { "Retry-After": "1" });
  return answer(detail, field === undefined ? {} : { field });
}

const statusOfKind: Record<ErrorKind, number> = {
  failed: 500,
  usage: 400,
  input: 400,
  verification: 500,
  notFound: 404,
  unavailable: 503,
  interrupted: 499,
};

/** The HTTP status of an error. */
function statusOf(error: unknown): number {
  if (error instanceof RequestError) return error.status;
  if (error instanceof DeadlineError) return 504;
  if (error instanceof InterruptedError) return 499;
  return error instanceof KilnError ? statusOfKind[error.kind] : 500;
}

/** "Reason. What to do." with the stops that reasons leave out. */
function sentences(reason: string, next: string | undefined): string {
  const text = `${reason.charAt(0).toUpperCase()}${reason.slice(1)}`;
  const stopped = /[.!?]$/.test(text) ? text : `${text}.`;
  return next === undefined ? stopped : `${stopped} ${next}`;
}
