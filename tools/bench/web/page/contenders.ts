/** Kiln's inference as its page uses it, and onnxruntime-web by itself, in one page. Sets `globalThis.kilnContenders`. */
import "../../../../web/app/no-eval.js";
import { Random } from "../../../../core/random.js";
import { siteFiles } from "../../../../core/site.js";
import { makeTensor } from "../../../../core/tensor.js";
import { latentSize } from "../../../../models/faces/fitted.js";
import { toPictures } from "../../../../models/faces/sheet.js";
import { openModel } from "../../../../web/inference/open-model.js";
import { readSite } from "../../../../web/inference/read-site.js";
import type { OpenModel } from "../../../../web/inference/types.js";
import type { ContenderName, Contenders, OpenedContenders } from "../contenders.js";
import type { BareAnswer, BareQuestion } from "./bare-messages.js";

const GRAPH = "faces_decoder";

let kiln: OpenModel | undefined;
let bare: Bare | undefined;
const latents = new Map<number, Float32Array>();

const contenders: Contenders = { open, decode, repeat, closeBare, memory };
Object.assign(globalThis, { kilnContenders: contenders });

async function open(backend: "wasm" | "wasm-threads", exact: boolean, script: string): Promise<OpenedContenders> {
  const site = await readSite();
  kiln = await openModel(site, "faces", { prefer: backend, exact, graphs: [GRAPH] });
  const { version, backend: report, manifests } = kiln;
  const file = report.checks[GRAPH]?.file ?? "model.onnx";
  const model = await fetch(siteFiles.of(GRAPH, version, file)).then((answer) => answer.arrayBuffer());
  bare = new Bare(script);
  const folder = document.querySelector<HTMLMetaElement>('meta[name="kiln-ort"]')?.content ?? "";
  const runtime = new URL(folder, document.baseURI).href;
  await bare.ask({ model: new Uint8Array(model), runtime, threads: report.threads });
  const both = await Promise.all([decodeOnce("kiln", 3), decodeOnce("bare", 3)]);
  const difference = both[0].reduce((most, value, i) => Math.max(most, Math.abs(value - (both[1][i] ?? 0))), 0);
  return { backend: report.backend, threads: report.threads, file, size: latentSize(manifests), difference };
}

/** Milliseconds of each of some decodes; one more, before them, is not counted. */
async function decode(who: ContenderName, rows: number, count: number): Promise<number[]> {
  await decodeOnce(who, rows);
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const from = performance.now();
    await decodeOnce(who, rows);
    times.push(performance.now() - from);
  }
  return times;
}

/** Decodes one face again and again, down to the bytes of its picture. */
async function repeat(count: number): Promise<void> {
  for (let i = 0; i < count; i++) toPictures(await decodeOnce("kiln", 1));
}

async function decodeOnce(who: ContenderName, rows: number): Promise<Float32Array> {
  if (kiln === undefined || bare === undefined) throw new Error("nothing is open");
  const size = latentSize(kiln.manifests);
  const latent = latentOf(rows, size);
  if (who === "bare") return bare.ask({ latent, dims: [rows, size] });
  const { image } = await kiln.infer(GRAPH, { latent: makeTensor("float32", [rows, size], latent) });
  return image?.data as Float32Array;
}

/** Drawn once: drawing them is not what is measured. */
function latentOf(rows: number, size: number): Float32Array {
  const known = latents.get(rows) ?? Random.seeded(1, "bench").fillNormal(new Float32Array(rows * size));
  latents.set(rows, known);
  return known;
}

function closeBare(): void {
  bare?.close();
}

/** Bytes of the page and its workers, as the browser counts them after it has collected garbage. */
async function memory(): Promise<number> {
  const { measureUserAgentSpecificMemory: measure } = performance as Performance & {
    measureUserAgentSpecificMemory?: () => Promise<{ readonly bytes: number }>;
  };
  if (measure === undefined) throw new Error("this page is not isolated: its memory cannot be measured");
  return (await measure.call(performance)).bytes;
}

/** A plain worker; one question at a time. */
class Bare {
  readonly #worker: Worker;

  constructor(script: string) {
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    this.#worker = new Worker(address, { type: "module" });
  }

  ask(question: BareQuestion): Promise<Float32Array> {
    return new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }: MessageEvent<BareAnswer>) =>
        "error" in data ? reject(new Error(data.error)) : resolve(data.data);
      this.#worker.onerror = (event) => reject(new Error(event.message));
      this.#worker.postMessage(question);
    });
  }

  close(): void {
    this.#worker.terminate();
  }
}
