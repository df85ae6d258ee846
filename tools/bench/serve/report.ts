/** The result as text: medians over the rounds, and what was promised. */
import { median } from "../measure/statistics.js";
import { figure, markdownTable } from "../report/format.js";
import { contenders } from "./contenders.js";
import type { ServeResult, Turn } from "./measure.js";

/** A promise, and whether it was kept. */
export interface ServeVerdict {
  readonly promise: string;
  readonly aim: string;
  readonly measured: number;
  readonly kept: boolean;
}

/** The whole result as Markdown. */
export function serveMarkdown(result: ServeResult): string {
  const { machine, turns, floods, bare } = result;
  const clients = [...new Set(turns.map((turn) => turn.clients))];
  const names = [...new Set(turns.map(({ contender }) => contender))];
  const closed = clients.flatMap((count) =>
    names.map((name) => {
      const own = (key: keyof Turn) => of(turns, name, count, key);
      const errors = sumOf(turns, name, count);
      return [
        `${titleOf(name)}, ${count}`,
        ...[own("rate"), own("p50"), own("p99"), own("processor"), own("memory") / 2 ** 20].map(figure),
        String(errors),
      ];
    }),
  );
  const open = floods.map((flood) => [
    `${titleOf(flood.contender)}, ${flood.times} x`,
    ...[flood.offered, flood.good, flood.p99, flood.refused, flood.errors, flood.healthP99].map(figure),
    figure(flood.memory / 2 ** 20),
  ]);
  return [
    `# Serving, ${result.created.slice(0, 10)}`,
    `${machine.processor}, ${machine.cores} cores, Node ${machine.node}; load by wrk on the same machine.`,
    "## Promises",
    markdownTable(
      ["promise", "aim", "measured", "kept"],
      verdictsOn(result).map(({ promise, aim, measured, kept }) => [
        promise,
        aim,
        figure(measured),
        kept ? "yes" : "no",
      ]),
    ),
    "## Closed loop: medians over the rounds",
    markdownTable(["who, clients", "requests/s", "p50 ms", "p99 ms", "µs/request", "MiB", "errors"], closed),
    ...(open.length === 0
      ? []
      : [
          "## Open loop: times its own capacity, 512 connections",
          markdownTable(["who", "offered/s", "good/s", "p99 ms", "503", "errors", "/healthz p99 ms", "MiB"], open),
        ]),
    "## onnxruntime alone, in a loop",
    markdownTable(
      ["batch", "rows/s"],
      bare.map(({ batch, rate }) => [String(batch), figure(rate)]),
    ),
    "",
  ].join("\n\n");
}

/** What was promised beside FastAPI, as far as it was measured. */
export function verdictsOn({ turns, floods }: ServeResult): ServeVerdict[] {
  const verdicts: ServeVerdict[] = [];
  const ratio = (count: number, key: "rate" | "p50" | "p99") =>
    of(turns, "kiln", count, key) / of(turns, "fastapi", count, key);
  const add = (promise: string, aim: string, measured: number, kept: boolean) => {
    if (Number.isFinite(measured)) verdicts.push({ promise, aim, measured, kept });
  };
  const [at64, at8, p99, p50] = [ratio(64, "rate"), ratio(8, "rate"), ratio(64, "p99"), ratio(1, "p50")];
  add("requests/s at 64 clients, times FastAPI", "6 or more", at64, at64 >= 6);
  add("p99 at 64 clients, of FastAPI's", "1/6 or less", p99, p99 <= 1 / 6);
  add("requests/s at 8 clients, times FastAPI", "3 or more", at8, at8 >= 3);
  add("p50 at one client, of FastAPI's", "1 or less", p50, p50 <= 1);
  const peak = Math.max(...turns.filter(({ contender }) => contender === "kiln").map(({ rate }) => rate));
  for (const { contender, times, good, healthP99 } of floods) {
    if (contender !== "kiln" || times !== 5) continue;
    add("goodput at 5 times capacity, of the peak", "0.9 or more", good / peak, good / peak >= 0.9);
    add("/healthz p99 at 5 times capacity, ms", "50 or less", healthP99, healthP99 <= 50);
  }
  return verdicts;
}

function of(turns: readonly Turn[], name: string, clients: number, key: keyof Turn): number {
  const values = turns.filter((turn) => turn.contender === name && turn.clients === clients).map((turn) => turn[key]);
  return values.length === 0 ? Number.NaN : median(values.map(Number));
}

function sumOf(turns: readonly Turn[], name: string, clients: number): number {
  return turns
    .filter((turn) => turn.contender === name && turn.clients === clients)
    .reduce((sum, { errors }) => sum + errors, 0);
}

function titleOf(name: string): string {
  return contenders.find((one) => one.name === name)?.title ?? name;
}
