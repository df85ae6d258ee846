/** The worker: one model on one back end. It lives as long as the model is open; ending it gives its memory back. */
import "../../app/no-eval.js";
import { askOperation, contextOf, readResource } from "../../../core/ask.js";
import { answerCalls, buffersOf } from "../../../core/channel/answer.js";
import { pagePort } from "../../../core/channel/port.js";
import { FailedError, NotFoundError } from "../../../core/errors.js";
import { isPictureAnswer, type OperationContext } from "../../../core/operation.js";
import type { ResourceAnswer } from "../../../core/resource.js";
import type { Tensors } from "../../../core/tensor.js";
import { bundledModels } from "../../models/bundled.js";
import { findDefinition } from "../../models/find-definition.js";
import { knownOperations } from "../../models/known-operations.js";
import type { InferenceCalls, OpenedModel, OpenQuestion } from "../messages.js";
import type { Answer } from "../types.js";
import { checksOf, loaded, manifestsOf, type Opened, open, verify } from "./opened.js";
import { browserPictures } from "./pictures.js";

let opened: Opened | undefined;
let definition: ReturnType<typeof findDefinition> = Promise.resolve(undefined);

const tell = answerCalls<InferenceCalls>(
  pagePort(),
  {
    open: openModel,
    run: (question) => run(model(), question),
    read: (question) => read(model(), question),
    infer: ({ graph, feeds }) => infer(model(), graph, feeds),
    verify: () => verify(model()),
  },
  { transfer: buffersOf },
);

async function openModel(question: OpenQuestion): Promise<OpenedModel> {
  // On its way beside the model's files: what is asked later needs nothing of the network.
  definition = findDefinition(bundledModels, question.model.processing);
  const [found] = await Promise.all([open(question, (progress) => tell(progress)), settled(definition)]);
  opened = found;
  const { graphs, threads } = opened;
  return { manifests: manifestsOf(opened), checks: checksOf(graphs), threads };
}

function model(): Opened {
  if (opened === undefined) throw new FailedError("no model is open in this worker");
  return opened;
}

/** Code that cannot be loaded is told to whoever asks by it; the graphs answer without. */
async function settled(promise: Promise<unknown>): Promise<void> {
  await Promise.allSettled([promise]);
}

async function infer(model: Opened, graph: string, feeds: Tensors): Promise<Tensors> {
  return (await loaded(model, graph)).runner.run(feeds);
}

async function run(model: Opened, { operation, request, json }: InferenceCalls["run"]["given"]): Promise<Answer> {
  const one = (await knownOperations(bundledModels, await definition, manifestsOf(model)))[operation];
  if (one === undefined) throw new NotFoundError(`this page knows no operation "${operation}" of this model`);
  const answered = await askOperation(operation, one, request, contextHere(model));
  if (!isPictureAnswer(answered)) return { kind: "json", json: answered.json };
  return json ? { kind: "json", json: await answered.json() } : { kind: "pixels", pixels: answered.pixels };
}

async function read(model: Opened, { resource, query }: InferenceCalls["read"]["given"]): Promise<ResourceAnswer> {
  const processing = processingOf(model);
  const one = (await definition)?.resources?.[processing]?.[resource];
  if (one === undefined) throw new NotFoundError(`this page knows no resource "${resource}" of this model`);
  return readResource(resource, one, query, contextHere(model));
}

function processingOf({ graphs }: Opened): string {
  return [...graphs.values()][0]?.manifest.contract.processing ?? "";
}

function contextHere(model: Opened): OperationContext {
  const here = { manifests: manifestsOf(model), infer: (graph: string, feeds: Tensors) => infer(model, graph, feeds) };
  return contextOf(here, { pictures: browserPictures });
}
