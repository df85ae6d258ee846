/** Who takes part. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { ownPackage } from "../../../system/own-package.js";
import { type BenchModelName, JOB_FILE } from "../workloads/job.js";
import type { Command } from "./process.js";

/** Names of the contenders, in the order of their turns. */
export const contenderNames = ["kiln", "kiln-eager", "layers", "pytorch", "pytorch-ready", "pytorch-compiled"] as const;

/** One of `contenderNames`. */
export type ContenderName = (typeof contenderNames)[number];

/** One contender. */
export interface ContenderSpec {
  readonly name: ContenderName;
  /** For tables. */
  readonly label: string;
  readonly models: readonly BenchModelName[];
  /** "trial": its threads can be chosen while it runs, and a short trial does so; "recipe": as Kiln's recipe has it. */
  readonly threads: "trial" | "recipe";
  /** It computes what Kiln computes: its first losses must be Kiln's. */
  readonly exact: readonly BenchModelName[];
  /** It may fail: then it is left out, and the report says why. */
  readonly optional?: boolean;
  /** What else there is to know about it, in a sentence for each model that it takes part in. */
  readonly remark: Readonly<Partial<Record<BenchModelName, string>>>;
  command(folder: string): Command;
}

const both: readonly BenchModelName[] = ["trend", "faces"];

/** All contenders. */
export const contenders: Readonly<Record<ContenderName, ContenderSpec>> = {
  kiln: {
    name: "kiln",
    label: "Kiln, captured",
    models: both,
    threads: "recipe",
    exact: both,
    remark: {},
    command: (folder) => nodeCommand("kiln", [folder, "captured"]),
  },
  "kiln-eager": {
    name: "kiln-eager",
    label: "Kiln, eager",
    models: both,
    threads: "recipe",
    exact: both,
    remark: {},
    command: (folder) => nodeCommand("kiln", [folder, "eager"]),
  },
  layers: {
    name: "layers",
    label: "tf.layers",
    models: both,
    threads: "recipe",
    exact: ["faces"],
    remark: {
      trend:
        "tf.layers: `model.fit` of gru, dropout and dense. It has less to do: features computed beforehand, no clipping of gradients; its GRU resets before the matrix product.",
      faces:
        "tf.layers: `fit` knows no loss of a latent distribution, so encoder and decoder are tf.layers models trained by `optimizer.minimize`, as in the VAE example of tfjs.",
    },
    command: (folder) => nodeCommand("layers", [folder]),
  },
  pytorch: {
    name: "pytorch",
    label: "PyTorch",
    models: both,
    threads: "trial",
    exact: both,
    remark: {
      trend: "PyTorch: the same work, features and accuracy in the step; torch.nn.GRU, fused Adam.",
      faces: "PyTorch: channels last, fused Adam; all pictures in memory as bytes, a batch gathered by one index.",
    },
    command: (folder) => pythonCommand(folder, "plain"),
  },
  "pytorch-ready": {
    name: "pytorch-ready",
    label: "PyTorch, features ready",
    models: ["trend"],
    threads: "trial",
    exact: ["trend"],
    remark: { trend: "PyTorch, features ready: less work than Kiln, the features are computed once before training." },
    command: (folder) => pythonCommand(folder, "ready"),
  },
  "pytorch-compiled": {
    name: "pytorch-compiled",
    label: "PyTorch, torch.compile",
    models: both,
    threads: "trial",
    exact: both,
    optional: true,
    remark: {
      trend: "PyTorch, torch.compile: as PyTorch, the loss function compiled.",
      faces: "PyTorch, torch.compile: as PyTorch, the loss function compiled.",
    },
    command: (folder) => pythonCommand(folder, "compiled"),
  },
};

/** Where the peers are installed; `npm run bench -- setup` does it. */
function peersFolder(): string {
  return join(ownPackage().root, "tools", "bench", ".peers");
}

/** The Python that has the peers; another one can be named in KILN_BENCH_PYTHON. */
export function peersPython(env: NodeJS.ProcessEnv = process.env): string {
  return env.KILN_BENCH_PYTHON ?? join(peersFolder(), "bin", "python");
}

/** A script of bench/peers. */
export function peerScript(name: string): string {
  return join(ownPackage().root, "tools", "bench", "peers", name);
}

function nodeCommand(name: string, args: readonly string[]): Command {
  const script = createRequire(import.meta.url).resolve(`#dist/tools/bench/contenders/${name}.js`);
  return { file: process.execPath, args: [script, ...args] };
}

function pythonCommand(folder: string, variant: string): Command {
  return {
    file: peersPython(),
    args: [peerScript("contender.py"), join(folder, JOB_FILE), variant],
    env: { PYTHONUNBUFFERED: "1", PYTHONDONTWRITEBYTECODE: "1", PYTHONNOUSERSITE: "1" },
  };
}
