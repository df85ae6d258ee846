/** Who answers: Kiln and its peers, each as its own documents advise, on one core beside the load. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ownPackage } from "../../../system/own-package.js";
import { environmentOf, peersFolder } from "./environment.js";

/** What a contender is asked: the window that the model reads, as a caller of each would send it. */
export interface Question {
  readonly values: readonly number[];
  /** The last day, and the weekday of the first (0 = Monday). */
  readonly end: string;
  readonly startWeekday: number;
}

/** Where the published model is, and room for files. */
export interface Setting {
  readonly repository: string;
  readonly model: string;
  readonly scratch: string;
  readonly port: number;
  note(text: string): void;
  readonly signal: AbortSignal;
}

/** A program that listens, and how it is asked. */
export interface Contender {
  readonly name: string;
  readonly title: string;
  readonly path: string;
  body(question: Question): unknown;
  /** Command and arguments. */
  command(setting: Setting): Promise<readonly [command: string, ...args: string[]]>;
}

const native = ({ values, end }: Question) => ({ series: [{ name: "France", values, end }] });

export const contenders: readonly Contender[] = [
  {
    name: "kiln",
    title: "Kiln",
    path: "/v1/trend/classify",
    body: native,
    async command({ repository, port }) {
      const kiln = join(ownPackage().root, "dist", "cli", "kiln.js");
      // As it is started by default: access log, limits and request ids.
      return [process.execPath, kiln, "serve", "--repository", repository, "--port", String(port), "--no-runs"];
    },
  },
  {
    name: "fastapi",
    title: "FastAPI + onnxruntime",
    path: "/v1/trend/classify",
    body: native,
    async command({ port, note, signal }) {
      const bin = await environmentOf("fastapi", note, signal);
      const how = ["--loop", "uvloop", "--http", "httptools", "--workers", "1"];
      return [join(bin, "uvicorn"), "fastapi_app:app", "--app-dir", peersFolder, "--port", String(port), ...how];
    },
  },
  {
    name: "mlserver",
    title: "MLServer",
    path: "/v2/models/trend/infer",
    body: ({ values, startWeekday }) => ({
      inputs: [
        { name: "increments", shape: [1, values.length], datatype: "FP32", data: values },
        { name: "start_weekday", shape: [1, 1], datatype: "INT32", data: [startWeekday] },
      ],
    }),
    async command({ port, scratch, note, signal }) {
      const bin = await environmentOf("mlserver", note, signal);
      const settings = {
        http_port: port,
        grpc_port: port + 1,
        metrics_port: port + 2,
        host: "127.0.0.1",
        debug: false,
      };
      const model = {
        name: "trend",
        implementation: "mlserver_runtime.Runtime",
        max_batch_size: 64,
        max_batch_time: 0.001,
      };
      writeFileSync(join(scratch, "settings.json"), JSON.stringify({ ...settings, parallel_workers: 0 }));
      writeFileSync(join(scratch, "model-settings.json"), JSON.stringify(model));
      return [join(bin, "mlserver"), "start", scratch];
    },
  },
  {
    name: "bentoml",
    title: "BentoML",
    path: "/classify",
    body: native,
    async command({ port, note, signal }) {
      const bin = await environmentOf("bentoml", note, signal);
      const where = ["--working-dir", peersFolder, "--port", String(port), "--host", "127.0.0.1"];
      return [join(bin, "bentoml"), "serve", "bentoml_service:TrendService", ...where];
    },
  },
  {
    name: "litserve",
    title: "LitServe",
    path: "/predict",
    body: native,
    async command({ port, note, signal }) {
      const bin = await environmentOf("litserve", note, signal);
      return [join(bin, "python"), join(peersFolder, "litserve_app.py"), String(port)];
    },
  },
];
