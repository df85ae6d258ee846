/** onnxruntime-web as a careful page uses it: in a worker, with the same threads, and nothing around it. */
import * as ort from "onnxruntime-web/wasm";
import type { BareAnswer, BareQuestion } from "./bare-messages.js";

/** The part of a worker's scope that is used: TypeScript's own names for it are those of a page. */
interface WorkerScope {
  postMessage(message: BareAnswer, transfer?: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent<BareQuestion>) => void): void;
}

const scope = globalThis as unknown as WorkerScope;
let session: ort.InferenceSession | undefined;

scope.addEventListener("message", async ({ data: question }) => {
  try {
    if ("model" in question) {
      ort.env.wasm.wasmPaths = question.runtime;
      ort.env.wasm.numThreads = question.threads;
      ort.env.logLevel = "error";
      session = await ort.InferenceSession.create(question.model, { executionProviders: ["wasm"] });
      scope.postMessage({ data: new Float32Array(0) });
      return;
    }
    if (session === undefined) throw new Error("no model is open");
    const { image } = await session.run({ latent: new ort.Tensor("float32", question.latent, question.dims) });
    const data = image?.data as Float32Array<ArrayBuffer>;
    scope.postMessage({ data }, [data.buffer]);
  } catch (error) {
    scope.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
