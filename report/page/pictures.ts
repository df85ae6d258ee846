/** The run's own pictures, inside the page. */
import { readFileSync } from "node:fs";
import type { PictureRecord, RunRecord } from "../read/record.js";
import { escapeHtml } from "./html.js";

/** Pictures of all runs, the same kind of all runs beside each other; of a series over epochs only the last. */
export async function pictureFigures(runs: readonly RunRecord[]): Promise<string> {
  const kinds = new Map<string, { run: RunRecord; picture: PictureRecord }[]>();
  for (const run of runs) {
    for (const picture of run.pictures) {
      // The last of a series ("final-samples") stands for "epoch-0030-samples".
      if (/\/epoch-\d+-/.test(picture.name)) continue;
      kinds.set(picture.name, [...(kinds.get(picture.name) ?? []), { run, picture }]);
    }
  }
  const parts: string[] = [];
  for (const [name, found] of kinds) {
    const shown: string[] = [];
    for (const { run, picture } of found) shown.push(await figureOf(picture, runs.length === 1 ? "" : run.name));
    parts.push(`<h3>${escapeHtml(titleOf(name))}</h3><div class="pictures">${shown.join("")}</div>`);
  }
  return parts.join("\n");
}

async function figureOf({ name, file, type }: PictureRecord, run: string): Promise<string> {
  const caption = `${titleOf(name)}${run === "" ? "" : `, ${run}`}`;
  const bytes = readFileSync(file);
  const source = type === "svg" ? `svg+xml;base64,${bytes.toString("base64")}` : await compressed(bytes);
  if (source === null) return `<figure><p class="notes">${escapeHtml(caption)}: the file is damaged.</p></figure>`;
  const kind = type === "png" ? ' class="pixels"' : "";
  return `<figure${kind}><img src="data:image/${source}" alt="${escapeHtml(altOf(caption, type, bytes))}"><figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}

/** A sheet of pictures, a seventh of its size and to the eye the same; the exact one is the file beside the page. Null when it is damaged. */
async function compressed(png: Buffer): Promise<string | null> {
  const { default: sharp } = await import("sharp");
  try {
    const webp = await sharp(png).webp({ quality: 90 }).toBuffer();
    return `webp;base64,${webp.toString("base64")}`;
  } catch (error) {
    // Whatever sharp says of bytes that end like a PNG: they are no picture, and no reason to have no page.
    if (error instanceof Error) return null;
    throw error;
  }
}

/** An SVG of ours says in words what it shows. */
function altOf(caption: string, type: PictureRecord["type"], bytes: Buffer): string {
  if (type !== "svg") return caption;
  const described = /<desc[^>]*>([^<]*)<\/desc>/.exec(bytes.toString("utf8"))?.[1];
  return described === undefined ? caption : described.replace(/&(#?\w+);/g, (whole, code) => plain[code] ?? whole);
}

const plain: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", apos: "'" };

function titleOf(name: string): string {
  const last = name.split("/").at(-1) ?? name;
  const words = last.replace(/^final-/, "").replaceAll("-", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
