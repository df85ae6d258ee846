/** The worker: one model on one back end. It lives as long as the model is open; ending it gives its memory back. */
import "../../app/no-eval.js";
import { FailedError, InputError, NotFoundError } from "../../../core/errors.js";
import { isPictureAnswer, type OperationContext } from "../../../core/operation.js";
import type { Tensors } from "../../../core/tensor.js";
import { bundledModels } from "../../models/bundled.js";
import { findDefinition } from "../../models/find-definition.js";
import { carry } from "../carried-error.js";
import type { Asked, Question, Said } from "../messages.js";
import type { Answer } from "../types.js";
import { checksOf, loaded, manifestsOf, type Opened, open, verify } from "./opened.js";
import { browserPictures } from "./pictures.js";

/** The part of a worker's scope that is used here: TypeScript's own names for it are those of a page. */
interface WorkerScope {
  postMessage(message: Said, transfer?: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent<Asked>) => void): void;
}

const scope = globalThis as unknown as WorkerScope;
let opened: Opened | undefined;
let definition: ReturnType<typeof findDefinition> = Promise.resolve(undefined);

scope.addEventListener("message", async ({ data: { id, question } }) => {
  try {
    const value = await answer(question);
    scope.postMessage({ id, value }, buffersOf(value));
  } catch (error) {
    scope.postMessage({ id, error: carry(error) });
  }
});

async function answer(question: Question): Promise<unknown> {
  if (question.kind === "open") {
    // On its way beside the model's files: what is asked later needs nothing of the network.
    definition = findDefinition(bundledModels, question.model.processing);
    const [model] = await Promise.all([
      open(question, (progress) => scope.postMessage({ progress })),
      settled(definition),
    ]);
    opened = model;
    const { graphs, threads } = opened;
    return { manifests: manifestsOf(opened), checks: checksOf(graphs), threads };
  }
  const model = opened;
  if (model === undefined) throw new FailedError("no model is open in this worker");
  if (question.kind === "verify") return verify(model);
  if (question.kind === "infer") return infer(model, question.graph, question.feeds);
  if (question.kind === "run") return run(model, question);
  return read(model, question);
}

/** Code that cannot be loaded is told to whoever asks by it; the graphs answer without. */
async function settled(promise: Promise<unknown>): Promise<void> {
  await Promise.allSettled([promise]);
}

async function infer(model: Opened, graph: string, feeds: Tensors): Promise<Tensors> {
  return (await loaded(model, graph)).runner.run(feeds);
}

async function run(model: Opened, { operation, request, json }: Extract<Question, { kind: "run" }>): Promise<Answer> {
  const processing = processingOf(model);
  const one = (await definition)?.processings[processing]?.[operation];
  if (one === undefined) throw new NotFoundError(`this page knows no operation "${operation}" of this model`);
  const parsed = one.request.safeParse(request);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError(issue?.message ?? "the request does not fit", {
      where: { field: `/${issue?.path.join("/") ?? ""}` },
    });
  }
  const answered = await one.run(parsed.data as never, contextOf(model));
  if (!isPictureAnswer(answered)) return { kind: "json", json: answered.json };
  return json ? { kind: "json", json: await answered.json() } : { kind: "pixels", pixels: answered.pixels };
}

async function read(model: Opened, { resource, query }: Extract<Question, { kind: "read" }>): Promise<unknown> {
  const processing = processingOf(model);
  const one = (await definition)?.resources?.[processing]?.[resource];
  if (one === undefined) throw new NotFoundError(`this page knows no resource "${resource}" of this model`);
  return one.run(one.query.parse(query) as never, contextOf(model));
}

function processingOf({ graphs }: Opened): string {
  return [...graphs.values()][0]?.manifest.contract.processing ?? "";
}

function contextOf(model: Opened): OperationContext {
  return {
    manifests: manifestsOf(model),
    pictures: browserPictures,
    infer: (graph, feeds) => infer(model, graph, feeds),
  };
}

/** The large arrays of an answer, which change hands instead of being copied. */
function buffersOf(value: unknown): Transferable[] {
  const buffers = new Set<ArrayBuffer>();
  const visit = (part: unknown, depth: number): void => {
    if (ArrayBuffer.isView(part)) {
      if (part.buffer instanceof ArrayBuffer && part.byteLength === part.buffer.byteLength) buffers.add(part.buffer);
    } else if (typeof part === "object" && part !== null && depth < 3) {
      for (const inner of Object.values(part)) visit(inner, depth + 1);
    }
  };
  visit(value, 0);
  return [...buffers];
}
