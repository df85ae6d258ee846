/** The result as Markdown: the promises first, then what was measured. */
import { percentile, ratios, type Spread, spreadOf } from "../measure/statistics.js";
import { figure, markdownTable } from "../report/format.js";
import type { Drag } from "./drag.js";
import type { WebResult } from "./result.js";
import type { WebVerdict } from "./targets.js";
import { bytesOf, keptBytesOf, type Transfer, webGpuFilesOf } from "./transfer.js";

/** The whole report. */
export function webMarkdown(result: WebResult): string {
  const parts = [
    "# The page in a browser",
    where(result),
    verdicts(result.verdicts),
    "## First picture",
    firstPicture(result),
    "## Decoding",
    decode(result),
    "## The page at work",
    ...result.drags.map(atWork),
    "## Over the wire",
    ...result.transfers.map(wire),
    "## Memory",
    memory(result),
  ];
  return `${parts.join("\n\n")}\n`;
}

function where({ machine, browser, created, loadBefore, loadAfter, model }: WebResult): string {
  const gib = Math.round(machine.memoryBytes / 2 ** 30);
  const busy =
    Math.max(loadBefore, loadAfter) > machine.cores / 2
      ? " **Others used the processor: these figures are rough.**"
      : "";
  return [
    `${machine.processor}, ${machine.cores} cores, ${gib} GiB, ${machine.platform}; Chromium ${browser}; ${created}.`,
    `${model.file} on ${model.backend}, ${model.threads} ${model.threads === 1 ? "thread" : "threads"}.`,
    `Load average ${figure(loadBefore)} before and ${figure(loadAfter)} after.${busy}`,
  ].join("\n");
}

function verdicts(all: readonly WebVerdict[]): string {
  const rows = all.map(({ promise, unit, atMost, measured, kept }) => [
    promise,
    `${figure(atMost)} ${unit}`,
    `${figure(measured)} ${unit}`,
    kept ? "yes" : "NO",
  ]);
  return markdownTable(["Promise", "at most", "measured", "kept"], rows);
}

function firstPicture({ firstPictures }: WebResult): string {
  const row = (name: string, of: "cold" | "warm"): string[] => [
    name,
    spread(spreadOf(firstPictures.map((p) => p[of]))),
  ];
  return markdownTable(
    ["Visit", "ms"],
    [row("first, nothing kept", "cold"), row("second, browser started anew", "warm")],
  );
}

function decode({ decode: all }: WebResult): string {
  const rows = all.map(({ rows: batch, kiln, bare }) => [
    String(batch),
    spread(spreadOf(kiln)),
    spread(spreadOf(bare)),
    `${figure(ratios(kiln, bare).median)} x`,
  ]);
  return markdownTable(["Batch", "Kiln, ms", "onnxruntime-web alone, ms", "Kiln takes"], rows);
}

function atWork({ backend, moves, inputs, longTasks, grids }: Drag): string {
  const row = (name: string, values: readonly number[]): string[] => [
    name,
    ...[0.5, 0.95, 1].map((share) => figure(percentile(values, share))),
  ];
  const table = markdownTable(
    ["", "median, ms", "95 %, ms", "worst, ms"],
    [
      row(
        "slider to drawn canvas",
        moves.map(({ drawnMs }) => drawnMs),
      ),
      row(
        "slider to frame",
        moves.map(({ frameMs }) => frameMs),
      ),
      row("64 faces, click to frame", grids),
    ],
  );
  return `On ${backend}:\n\n${table}\n\n${inputs} movements; ${longTasks.length} tasks over 50 ms while dragging.`;
}

function wire({ backend, first, second }: Transfer): string {
  const largest = [...first].sort((a, b) => b.body - a.body).slice(0, 8);
  const rows = largest.map(({ path, encoding, head, body }) => [path, encoding, figure((head + body) / 1e3)]);
  const all = [...rows, [`all ${first.length} answers`, "", figure(bytesOf(first) / 1e3)]];
  const gpu = webGpuFilesOf(first).length;
  return [
    `${backend}, first visit:`,
    markdownTable(["File", "sent as", "kB"], all),
    `${gpu} files of the WebGPU runtime. Second visit: ${bytesOf(second)} bytes in ${second.length} answers, ` +
      `${keptBytesOf(second)} of them of scripts, runtime and model.`,
  ].join("\n\n");
}

function memory({ memory: looks }: WebResult): string {
  const rows = looks.map(({ decodes, bytes, residentBytes }) => [
    String(decodes),
    figure(bytes / 1e6),
    residentBytes === null ? "-" : figure(residentBytes / 1e6),
  ]);
  return markdownTable(["After decodes", "page and workers, MB", "process, MB"], rows);
}

function spread({ median: middle, lowest, highest }: Spread): string {
  return `${figure(middle)} (${figure(lowest)}-${figure(highest)})`;
}
