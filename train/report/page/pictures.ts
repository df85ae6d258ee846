/** The run's own pictures, inside the page. */
import { basename, dirname } from "node:path";
import { wordsIn } from "../../../core/png-text.js";
import { readBelowSync } from "../../../system/below.js";
import type { PictureRecord, RunRecord } from "../read/record.js";
import { escapeHtml } from "./html.js";

/** What is looked at first; whatever else a run has comes before it, by name. */
const ORDER = [
  "final-reconstructions",
  "final-samples",
  "final-samples-prior",
  "final-moves-dimensions",
  "final-moves-attributes",
  "final-interpolation",
  "different-strip",
  "hair-strip",
];

/** What the first step got: it has a part of its own, at the top. */
const FIRST_BATCH = "samples/first-batch";

/** The first batch of each run, with words on what to look for; nothing where no run has one. */
export async function firstBatchFigures(runs: readonly RunRecord[]): Promise<string> {
  const figures: string[] = [];
  for (const run of runs) {
    const picture = run.pictures.find(({ name }) => name === FIRST_BATCH);
    if (picture !== undefined) figures.push((await figureOf(picture, runs.length === 1 ? "" : run.name)).html);
  }
  if (figures.length === 0) return "";
  const words =
    "Exactly what the network was given in the first training step, after reading, cropping and labelling. Look here first: are these the examples that were meant, whole and in the right range, each with the right label, and none of them again and again? All numbers that are not pictures are in samples/first-batch.json.";
  const one = figures.length === 1;
  return `<p>${words}</p>\n${one ? figures.join("") : `<div class="pictures">${figures.join("")}</div>`}`;
}

/** Pictures of all runs, the same kind of all runs beside each other; of a series over epochs only the last. */
export async function pictureFigures(runs: readonly RunRecord[]): Promise<string> {
  const kinds = new Map<string, { run: RunRecord; picture: PictureRecord }[]>();
  for (const run of runs) {
    for (const picture of run.pictures) {
      if (picture.name === FIRST_BATCH) continue;
      // The last of a series ("final-samples") stands for "epoch-0030-samples".
      if (/\/epoch-\d+-/.test(picture.name)) continue;
      kinds.set(picture.name, [...(kinds.get(picture.name) ?? []), { run, picture }]);
    }
  }
  const parts: string[] = [];
  const place = (name: string) => ORDER.indexOf(name.replace(/^.*\//, ""));
  for (const [name, found] of [...kinds].sort(([a], [b]) => place(a) - place(b))) {
    const shown: Shown[] = [];
    for (const { run, picture } of found) shown.push(await figureOf(picture, runs.length === 1 ? "" : run.name));
    const title = shown[0]?.title ?? titleOf(name);
    const figures = shown.map(({ html }) => html).join("");
    // Of one run there is one of each kind: its own words are heading enough.
    parts.push(runs.length === 1 ? figures : `<h3>${escapeHtml(title)}</h3><div class="pictures">${figures}</div>`);
  }
  return runs.length === 1 && parts.length > 0 ? `<div class="pictures">${parts.join("\n")}</div>` : parts.join("\n");
}

/** Wider sheets are shown smaller than they are, where whole pixels would make words and lines ragged. */
const WIDEST_EXACT = 560;
/** Pixels of a picture in the page: half as many again as a column is wide. */
const WIDEST = 900;
/** Sheets with words are drawn twice as large as they are shown. */
const LABELLED = 1000;

interface Shown {
  readonly title: string;
  readonly html: string;
}

async function figureOf({ name, file, type }: PictureRecord, run: string): Promise<Shown> {
  const bytes = readBelowSync(dirname(dirname(file)), basename(dirname(file)), basename(file));
  const words = wordsOf(type, bytes);
  const title = words?.title ?? titleOf(name);
  const caption = `${title}${run === "" ? "" : `, ${run}`}`;
  const source = type === "svg" ? `svg+xml;base64,${bytes.toString("base64")}` : await compressed(bytes);
  if (source === null) {
    return { title, html: `<figure><p class="notes">${escapeHtml(caption)}: the file is damaged.</p></figure>` };
  }
  // The width is the first number of a PNG's header.
  const width = type === "png" && bytes.byteLength > 24 ? bytes.readUInt32BE(16) : null;
  const kind = width !== null && width <= WIDEST_EXACT ? ' class="pixels"' : "";
  const alt = words === undefined ? caption : `${caption}: ${words.description}`;
  const image = `<img src="data:image/${source}" alt="${escapeHtml(alt)}">`;
  // Sheets with words become too small to read on a telephone: there they scroll, by keyboard too.
  const shown =
    width !== null && width >= LABELLED
      ? `<div class="scroll labelled" tabindex="0" role="region" aria-label="${escapeHtml(caption)}">${image}</div>`
      : image;
  const html = `<figure${kind}>${shown}<figcaption>${escapeHtml(caption)}</figcaption></figure>`;
  return { title, html };
}

/** A tenth of its size and to the eye the same; the exact one is the file beside the page. Null when it is damaged. */
async function compressed(png: Buffer): Promise<string | null> {
  const { default: sharp } = await import("sharp");
  try {
    const webp = await sharp(png).resize({ width: WIDEST, withoutEnlargement: true }).webp({ quality: 82 }).toBuffer();
    return `webp;base64,${webp.toString("base64")}`;
  } catch (error) {
    // Whatever sharp says of bytes that end like a PNG: they are no picture, and no reason to have no page.
    if (error instanceof Error) return null;
    throw error;
  }
}

/** Our own pictures say in words what they show: an SVG in its elements, a PNG in its text chunks. */
function wordsOf(type: PictureRecord["type"], bytes: Buffer): { title: string; description: string } | undefined {
  if (type === "png") return wordsIn(bytes);
  const [title, description] = ["title", "desc"].map((element) =>
    new RegExp(`<${element}[^>]*>([^<]*)</${element}>`)
      .exec(bytes.toString("utf8"))?.[1]
      ?.replace(/&(#?\w+);/g, (whole, code) => plain[code] ?? whole),
  );
  return title === undefined || description === undefined ? undefined : { title, description };
}

const plain: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", apos: "'" };

function titleOf(name: string): string {
  const last = name.split("/").at(-1) ?? name;
  const words = last.replace(/^final-/, "").replaceAll("-", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
