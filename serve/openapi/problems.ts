/** The problem responses that operations may answer with. */
import type { Json, JsonObject } from "../../core/json.js";
import { PROBLEM_TYPE, type Problem, problemOf } from "../problem/problem.js";

const examples: Readonly<Record<number, readonly [detail: string, field?: string]>> = {
  400: ["Invalid input: expected number, received string.", "/series/0/values/3"],
  404: ['There is no model "parcle". Did you mean parcel?'],
  405: ["GET is not possible here. Use POST."],
  406: ["There is no answer as text/html. Accept one of application/json."],
  408: ["The body came slower than 1024 bytes a second. Send it again over a faster connection."],
  413: ["The body is larger than 8388608 bytes. Send less at once."],
  415: ["The body is text/plain. Send application/json, or multipart/form-data for files."],
  421: ['This server does not answer under the name "example.org". Ask for it by its own address.'],
  500: ["This is a bug in the server. Its log has the reason under the id 0b9f6c1e."],
  503: ["256 requests are in progress, and that is the limit. Try again in 1 s."],
  504: ["There was no answer within 30 s. Ask for less at once."],
};

/** Statuses of problems that an operation may give. */
export const operationProblems = [400, 404, 406, 408, 413, 415, 421, 500, 503, 504] as const;

/** Statuses of problems that a resource may give. */
export const resourceProblems = [400, 404, 406, 421, 500, 503, 504] as const;

const headers: Readonly<Record<number, JsonObject>> = {
  405: { Allow: { description: "the methods there are", schema: { type: "string" } } },
  503: { "Retry-After": { description: "seconds", schema: { type: "integer" } } },
};

/** `components.responses`: one for each status. @param schema a reference to the problem's schema. */
export function problemResponses(schema: JsonObject): JsonObject {
  const responses: JsonObject = {};
  for (const [key, [detail, field]] of Object.entries(examples)) {
    const status = Number(key);
    const example = problemOf(status, detail, field === undefined ? {} : { field });
    responses[`Problem${status}`] = {
      description: example.title,
      ...(headers[status] === undefined ? {} : { headers: headers[status] }),
      content: { [PROBLEM_TYPE]: { schema, example: toJson(example) } },
    };
  }
  return responses;
}

/** A problem without the fields that it does not have. */
function toJson(problem: Problem): Json {
  return JSON.parse(JSON.stringify(problem)) as Json;
}

/** References to them, for a `responses` object. */
export function problemReferences(statuses: readonly number[]): JsonObject {
  return Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]));
}
