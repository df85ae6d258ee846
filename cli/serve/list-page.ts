/** The list of runs as a page for a person. */
import { escapeHtml, sentences, table } from "../../train/report/page/html.js";
import { style } from "../../train/report/page/style.js";
import type { ListedRun } from "./runs-calls.js";

/** Seconds after which the list looks again while a run goes on. */
const LOOK_AGAIN = 10;

/** The page. @param folder as it was given: where the runs are looked for. */
export function listPage(runs: readonly ListedRun[], folder: string): string {
  const again = runs.some(({ status }) => status === "running")
    ? `<meta http-equiv="refresh" content="${LOOK_AGAIN}">`
    : "";
  const body =
    runs.length === 0
      ? `<p class="notes">No runs in <code>${escapeHtml(folder)}</code> yet. Train a model, <code>kiln train MODEL</code>, and it appears here while it trains.</p>`
      : linked(runs);
  const notes = runs.flatMap(({ path, note }) => (note === null ? [] : [`${path.join("/")}: ${note}.`]));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">${again}
<title>Runs · Kiln</title><link rel="icon" href="data:,"><style>${style}</style></head>
<body><header><h1>Runs</h1><nav aria-label="Kiln"><ul><li><a href="./">Models</a></li></ul></nav></header>
<main>${body}${notes.length === 0 ? "" : `<h2>Damaged</h2>${sentences(notes)}`}</main></body></html>
`;
}

const columns = ["run", "preset", "seed", "state", "steps", "epoch", "updated (UTC)"];

/** The table, its first column made links. */
function linked(runs: readonly ListedRun[]): string {
  const rows = runs.map(({ path, preset, seed, status, step, totalSteps, epoch, updated }) => [
    path.join("/"),
    preset ?? "–",
    seed === null ? "–" : String(seed),
    status,
    step === null ? "–" : `${step} of ${totalSteps}`,
    epoch === null ? "–" : String(epoch),
    updated === null ? "–" : updated.slice(0, 19).replace("T", " "),
  ]);
  const parts = table("Newest first", columns, rows).split('<th scope="row">');
  return parts
    .map((part, i) => {
      const run = runs[i - 1];
      if (run === undefined) return part;
      const cut = part.indexOf("</th>");
      return `<th scope="row"><a href="${escapeHtml(addressOf(run))}">${part.slice(0, cut)}</a>${part.slice(cut)}`;
    })
    .join("");
}

/** Relative to the list: `runs/MODEL/20260101T120000-1/`. */
export function addressOf({ path }: Pick<ListedRun, "path">): string {
  return `runs/${path.map(encodeURIComponent).join("/")}/`;
}
