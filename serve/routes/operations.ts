/** `POST /v1/<model>/<operation>` for whatever the registered models can do. */
import type { Context, Hono } from "hono";
import {
  isPictureAnswer,
  type Operation,
  type OperationAnswer,
  type OperationContext,
  type PictureAnswer,
  type PictureFormat,
} from "../../core/operation.js";
import type { ActiveModel } from "../catalog/active-model.js";
import type { Generation } from "../catalog/generation.js";
import { type AnswerType, chooseType, formatOf, offersOf } from "../request/accept.js";
import { type Body, readBody } from "../request/body.js";
import { type Deadline, withDeadline } from "../request/deadline.js";
import { bodyTypeOf, parseBody } from "../request/read-request.js";
import { validateRequest } from "../request/validate.js";
import { clientOf, currentGeneration, type ServerEnv, type ServerState } from "../state.js";
import { otherMethod } from "./allowed-methods.js";
import { servedContext } from "./context.js";
import { findModel, findOperation } from "./find.js";

/** Mounts the operations of every model, of now and of later reloads. */
export function mountOperations(app: Hono<ServerEnv>, state: ServerState): void {
  app.all("/v1/:model/:operation", async (c) => {
    const generation = currentGeneration(state);
    const { operation } = operationOf(c, state, generation);
    if (c.req.method !== "POST") return otherMethod(c, ["POST"]);
    // What can be said against a request without its body is said before the client sends it.
    chooseType(c.req.header("Accept"), offersOf(operation));
    bodyTypeOf(c.req.header("Content-Type"), c.req.header("Content-Encoding"));
    state.admission.check(() => generation.pool.retryAfter());
    return await answer(c, state, await readBody(c.env.incoming, c.env.outgoing, state.bodies));
  });
}

interface Asked {
  readonly model: ActiveModel;
  readonly operation: Operation;
}

function operationOf(
  c: Context<ServerEnv, "/v1/:model/:operation">,
  state: ServerState,
  generation: Generation,
): Asked {
  const model = findModel(state, generation, c.req.param("model"));
  const operation = findOperation(model, c.req.param("operation"));
  c.set("servedBy", `${model.name}@${model.bundle.version}`);
  return { model, operation };
}

/** A slow body has seen reloads come and go: who answers is found when it is there. */
async function answer(
  c: Context<ServerEnv, "/v1/:model/:operation">,
  state: ServerState,
  body: Body,
): Promise<Response> {
  const held = [body.release];
  const release = () => {
    for (const give of held.splice(0)) give();
  };
  let work: (deadline: Deadline) => Promise<Response>;
  try {
    const value = await parseBody(body.bytes, c.req.header("Content-Type"), c.req.header("Content-Encoding"));
    const generation = currentGeneration(state);
    const { model, operation } = operationOf(c, state, generation);
    const request = validateRequest(operation.request, value, body.bytes.length);
    held.push(
      state.admission.enter(() => generation.pool.retryAfter()),
      generation.hold(),
    );
    work = async (deadline) => {
      const context = servedContext(state, generation, model, deadline);
      return await respond(c, model, await operation.run(request, context), context);
    };
  } catch (error) {
    release();
    throw error;
  }
  return await withDeadline(clientOf(c), state.options.requestDeadline, work, release);
}

async function respond(
  c: Context<ServerEnv>,
  model: ActiveModel,
  answer: OperationAnswer | PictureAnswer,
  context: OperationContext,
): Promise<Response> {
  const picture = isPictureAnswer(answer);
  const type: AnswerType = chooseType(c.req.header("Accept"), offersOf({ picture }));
  const format = formatOf(type);
  const headers = {
    "Content-Type": type,
    "Cache-Control": "no-store",
    Vary: "Accept",
    "X-Model": `${model.name}@${model.bundle.version}`,
  };
  const body = await bodyOf(answer, format, context);
  // Not c.body(): it makes a Headers of these, which the server would then take apart again.
  return new Response(body, { status: 200, headers });
}

async function bodyOf(
  answer: OperationAnswer | PictureAnswer,
  format: PictureFormat | undefined,
  context: OperationContext,
): Promise<string | Uint8Array<ArrayBuffer>> {
  if (!isPictureAnswer(answer)) return JSON.stringify(answer.json);
  if (format === undefined) return JSON.stringify(await answer.json());
  return new Uint8Array(await context.pictures.encode(answer.pixels, format));
}
