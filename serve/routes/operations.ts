/** `POST /v1/<model>/<operation>` for whatever the registered models can do. */
import type { Context, Hono } from "hono";
import { isPictureAnswer, type Operation, type OperationContext, type PictureAnswer } from "../../core/operation.js";
import type { ActiveModel } from "../catalog/active-model.js";
import type { Generation } from "../catalog/generation.js";
import { type AnswerType, chooseType, formatOf, offersOf } from "../request/accept.js";
import { type Body, readBody } from "../request/body.js";
import { type Deadline, withDeadline } from "../request/deadline.js";
import { bodyTypeOf, parseBody } from "../request/read-request.js";
import { validateRequest } from "../request/validate.js";
import { clientOf, currentGeneration, headerOf, type ServerEnv, type ServerState } from "../state.js";
import { otherMethod } from "./allowed-methods.js";
import { servedContext } from "./context.js";
import { findModel, findOperation } from "./find.js";

/** Mounts the operations of every model, of now and of later reloads. */
export function mountOperations(app: Hono<ServerEnv>, state: ServerState): void {
  app.all("/v1/:model/:operation", async (c) => {
    const generation = currentGeneration(state);
    const asked = operationOf(c, state, generation);
    if (c.req.method !== "POST") return otherMethod(c, ["POST"]);
    const said = {
      accept: headerOf(c, "accept"),
      type: headerOf(c, "content-type"),
      encoding: headerOf(c, "content-encoding"),
    };
    // What can be said against a request without its body is said before the client sends it.
    chooseType(said.accept, offersOf(asked.operation));
    bodyTypeOf(said.type, said.encoding);
    state.admission.check(() => generation.pool.retryAfter());
    const body = await readBody(c.env.incoming, c.env.outgoing, state.bodies);
    return answer(c, state, { ...said, body, asked });
  });
}

interface Asked {
  readonly generation: Generation;
  readonly model: ActiveModel;
  readonly operation: Operation;
}

/** A request, as far as it is known before its body is understood. */
interface Given {
  readonly accept: string | undefined;
  readonly type: string | undefined;
  readonly encoding: string | undefined;
  readonly body: Body;
  /** Who would have answered when the body began to come. */
  readonly asked: Asked;
}

function operationOf(
  c: Context<ServerEnv, "/v1/:model/:operation">,
  state: ServerState,
  generation: Generation,
): Asked {
  const model = findModel(state, generation, c.req.param("model"));
  const operation = findOperation(model, c.req.param("operation"));
  c.set("servedBy", model.label);
  return { generation, model, operation };
}

async function answer(
  c: Context<ServerEnv, "/v1/:model/:operation">,
  state: ServerState,
  { accept, type, encoding, body, asked }: Given,
): Promise<Response> {
  const held = [body.release];
  const release = () => {
    for (const give of held.splice(0)) give();
  };
  let work: (deadline: Deadline) => Promise<Response>;
  try {
    const parsed = parseBody(body.bytes, type, encoding);
    const value = parsed instanceof Promise ? await parsed : parsed;
    // A slow body has seen reloads come and go: who answers is found when it is there.
    const generation = currentGeneration(state);
    const { model, operation } = generation === asked.generation ? asked : operationOf(c, state, generation);
    const request = validateRequest(operation.request, value, body.bytes.length);
    held.push(
      state.admission.enter(() => generation.pool.retryAfter()),
      generation.hold(),
    );
    work = async (deadline) => {
      const context = servedContext(state, generation, model, deadline);
      const given = await operation.run(request, context);
      return isPictureAnswer(given)
        ? respondWithPicture(model, given, accept, context)
        : respond(model, chooseType(accept, offersOf({})), JSON.stringify(given.json));
    };
  } catch (error) {
    release();
    throw error;
  }
  return withDeadline(clientOf(c), state.options.requestDeadline, work, release);
}

async function respondWithPicture(
  model: ActiveModel,
  answer: PictureAnswer,
  accept: string | undefined,
  { pictures }: OperationContext,
): Promise<Response> {
  const type: AnswerType = chooseType(accept, offersOf({ picture: true }));
  const format = formatOf(type);
  if (format === undefined) return respond(model, type, JSON.stringify(await answer.json()));
  return respond(model, type, new Uint8Array(await pictures.encode(answer.pixels, format)));
}

function respond(model: ActiveModel, type: AnswerType, body: string | Uint8Array<ArrayBuffer>): Response {
  // Not c.body(): it makes a Headers of these, which the server would then take apart again.
  return new Response(body, {
    status: 200,
    headers: { "Content-Type": type, "Cache-Control": "no-store", Vary: "Accept", "X-Model": model.label },
  });
}
