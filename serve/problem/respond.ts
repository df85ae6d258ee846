/** Errors as responses. */
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Reporter } from "../../core/reporter.js";
import type { ServerEnv } from "../state.js";
import { PROBLEM_TYPE, problemFrom } from "./problem.js";

/**
 * Answers with the problem that an error is. What is the server's own fault is told to the reporter in full, under the
 * id that the client gets.
 */
export function respondWithProblem(c: Context<ServerEnv>, error: unknown, reporter: Reporter): Response {
  const requestId = c.get("requestId");
  const { problem, headers } = problemFrom(error, requestId);
  if (problem.status === 500) reporter.warn(`request ${requestId}, ${c.req.method} ${c.req.path}: ${inFull(error)}`);
  const status = problem.status as ContentfulStatusCode;
  return c.body(JSON.stringify(problem), status, {
    ...headers,
    "Content-Type": PROBLEM_TYPE,
    "Cache-Control": "no-store",
  });
}

function inFull(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\ncaused by ${inFull(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
