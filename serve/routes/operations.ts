/** `POST /v1/<model>/<operation>` for whatever the registered models can do. */
import type { Context, Hono } from "hono";
import { isPictureAnswer, type Operation, type OperationAnswer, type PictureAnswer } from "../../core/operation.js";
import type { ActiveModel } from "../catalog/active-model.js";
import type { Generation } from "../catalog/generation.js";
import { type AnswerType, chooseType, formatOf, offersOf } from "../request/accept.js";
import { readBody } from "../request/body.js";
import { withDeadline } from "../request/deadline.js";
import { parseBody } from "../request/read-request.js";
import { validateRequest } from "../request/validate.js";
import { currentGeneration, type ServerEnv, type ServerState } from "../state.js";
import { otherMethod } from "./allowed-methods.js";
import { servedContext } from "./context.js";
import { findModel, findOperation } from "./find.js";

/** Mounts the operations of every model, of now and of later reloads. */
export function mountOperations(app: Hono<ServerEnv>, state: ServerState): void {
  app.all("/v1/:model/:operation", (c) =>
    currentGeneration(state).use(async (generation) => {
      const model = findModel(state, generation, c.req.param("model"));
      const operation = findOperation(model, c.req.param("operation"));
      if (c.req.method !== "POST") return otherMethod(c, ["POST"]);
      c.set("servedBy", `${model.name}@${model.bundle.version}`);
      return state.admission.admit(
        () => generation.pool.retryAfter(),
        () => answer(c, state, generation, model, operation),
      );
    }),
  );
}

async function answer(
  c: Context<ServerEnv>,
  state: ServerState,
  generation: Generation,
  model: ActiveModel,
  operation: Operation,
): Promise<Response> {
  const accept = c.req.header("Accept");
  // An answer that nobody can take is not worth computing.
  chooseType(accept, offersOf(operation));
  const body = await readBody(c.env.incoming, state.options.bodyLimit, state.budget);
  try {
    const value = await parseBody(body.bytes, c.req.header("Content-Type"), c.req.header("Content-Encoding"));
    const request = validateRequest(operation.request, value, body.bytes.length);
    const result = await withDeadline(c.req.raw.signal, state.options.requestDeadline, (signal) =>
      operation.run(request, servedContext(state, generation, model, signal)),
    );
    return await respond(c, state, model, result, accept);
  } finally {
    body.release();
  }
}

async function respond(
  c: Context<ServerEnv>,
  state: ServerState,
  model: ActiveModel,
  answer: OperationAnswer | PictureAnswer,
  accept: string | undefined,
): Promise<Response> {
  const picture = isPictureAnswer(answer);
  const type: AnswerType = chooseType(accept, offersOf({ picture }));
  const format = formatOf(type);
  const headers = {
    "Content-Type": type,
    "Cache-Control": "no-store",
    Vary: "Accept",
    "X-Model": `${model.name}@${model.bundle.version}`,
  };
  if (!picture) return c.body(JSON.stringify(answer.json), 200, headers);
  if (format === undefined) return c.body(JSON.stringify(await answer.json()), 200, headers);
  return c.body(new Uint8Array(await state.pictures.encode(answer.pixels, format)), 200, headers);
}
